//! The kernel's state at one moment, typed.

use std::collections::BTreeMap;

use procfs::{Current, CurrentSI};
use serde_json::{Value, json};

use crate::plan::Status;

/// Takes one snapshot, by its name in profiles.
pub(super) fn snapshot(name: &str) -> procfs::ProcResult<Value> {
    match name {
        "meminfo" => meminfo(),
        "loadavg" => {
            let load = procfs::LoadAverage::current()?;
            Ok(object(&[
                ("one", load.one.into()),
                ("five", load.five.into()),
                ("fifteen", load.fifteen.into()),
                ("running", load.cur.into()),
                ("all", load.max.into()),
            ]))
        }
        "stat" => Ok(stat(&procfs::KernelStats::current()?)),
        "vmstat" => {
            let counts: BTreeMap<_, _> = procfs::vmstat()?.into_iter().collect();
            serde_json::to_value(counts).map_err(|error| procfs::ProcError::Other(error.to_string()))
        }
        "pressure" => pressure(),
        "diskstats" => Ok(procfs::diskstats()?.iter().map(disk).collect()),
        "net-dev" => {
            let devices: BTreeMap<_, _> = procfs::net::dev_status()?.into_iter().collect();
            Ok(devices.values().map(device).collect())
        }
        "interrupts" => lines("/proc/interrupts"),
        "uptime" => {
            let uptime = procfs::Uptime::current()?;
            Ok(object(&[("up", uptime.uptime.into()), ("idle", uptime.idle.into())]))
        }
        "cpuinfo" => {
            let cpu = procfs::CpuInfo::current()?;
            Ok(object(&[
                ("processors", cpu.num_cores().into()),
                ("model", cpu.model_name(0).into()),
                ("vendor", cpu.vendor_id(0).into()),
            ]))
        }
        "mounts" => Ok(procfs::process::Process::myself()?.mountinfo()?.into_iter().map(mount).collect()),
        "processes" => processes(),
        other => Err(procfs::ProcError::Other(format!("unknown snapshot `{other}`"))),
    }
}

/// Makes an object of these members, with less code than `json!` generates for as many.
fn object(members: &[(&str, Value)]) -> Value {
    members.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

fn meminfo() -> procfs::ProcResult<Value> {
    let memory = procfs::Meminfo::current()?;
    Ok(object(&[
        ("total", memory.mem_total.into()),
        ("free", memory.mem_free.into()),
        ("available", memory.mem_available.into()),
        ("buffers", memory.buffers.into()),
        ("cached", memory.cached.into()),
        ("dirty", memory.dirty.into()),
        ("slab", memory.slab.into()),
        ("swap_total", memory.swap_total.into()),
        ("swap_free", memory.swap_free.into()),
        ("committed", memory.committed_as.into()),
        ("commit_limit", memory.commit_limit.into()),
        ("page_tables", memory.page_tables.into()),
        ("huge_pages_total", memory.hugepages_total.into()),
    ]))
}

fn stat(stat: &procfs::KernelStats) -> Value {
    let total = &stat.total;
    object(&[
        ("user", total.user.into()),
        ("nice", total.nice.into()),
        ("system", total.system.into()),
        ("idle", total.idle.into()),
        ("iowait", total.iowait.into()),
        ("irq", total.irq.into()),
        ("softirq", total.softirq.into()),
        ("steal", total.steal.into()),
        ("context_switches", stat.ctxt.into()),
        ("boot_time", stat.btime.into()),
        ("forks", stat.processes.into()),
        ("running", stat.procs_running.into()),
        ("blocked", stat.procs_blocked.into()),
    ])
}

fn pressure() -> procfs::ProcResult<Value> {
    let record = |record: &procfs::PressureRecord| {
        object(&[
            ("avg10", record.avg10.into()),
            ("avg60", record.avg60.into()),
            ("avg300", record.avg300.into()),
            ("total", record.total.into()),
        ])
    };
    let (cpu, io, memory) =
        (procfs::CpuPressure::current()?, procfs::IoPressure::current()?, procfs::MemoryPressure::current()?);
    Ok(object(&[
        ("cpu", object(&[("some", record(&cpu.some))])),
        ("io", object(&[("some", record(&io.some)), ("full", record(&io.full))])),
        ("memory", object(&[("some", record(&memory.some)), ("full", record(&memory.full))])),
    ]))
}

fn disk(disk: &procfs::DiskStat) -> Value {
    object(&[
        ("name", disk.name.as_str().into()),
        ("reads", disk.reads.into()),
        ("sectors_read", disk.sectors_read.into()),
        ("time_reading", disk.time_reading.into()),
        ("writes", disk.writes.into()),
        ("sectors_written", disk.sectors_written.into()),
        ("time_writing", disk.time_writing.into()),
        ("in_progress", disk.in_progress.into()),
        ("time_in_progress", disk.time_in_progress.into()),
    ])
}

fn device(device: &procfs::net::DeviceStatus) -> Value {
    object(&[
        ("name", device.name.as_str().into()),
        ("received", device.recv_bytes.into()),
        ("received_packets", device.recv_packets.into()),
        ("receive_errors", device.recv_errs.into()),
        ("receive_drops", device.recv_drop.into()),
        ("sent", device.sent_bytes.into()),
        ("sent_packets", device.sent_packets.into()),
        ("send_errors", device.sent_errs.into()),
        ("send_drops", device.sent_drop.into()),
    ])
}

fn mount(mount: procfs::process::MountInfo) -> Value {
    object(&[
        ("point", mount.mount_point.to_string_lossy().into()),
        ("kind", mount.fs_type.into()),
        ("options", json!(mount.mount_options)),
        ("source", mount.mount_source.into()),
    ])
}

/// Lists every process without its arguments and environment, which may contain secrets.
fn processes() -> procfs::ProcResult<Value> {
    let page = procfs::page_size();
    let one = |process: procfs::process::Process| {
        let stat = process.stat().ok()?;
        Some(object(&[
            ("pid", stat.pid.into()),
            ("parent", stat.ppid.into()),
            ("name", stat.comm.into()),
            ("state", stat.state.to_string().into()),
            ("uid", process.uid().ok().into()),
            ("threads", stat.num_threads.into()),
            ("resident", (stat.rss * page).into()),
            ("user_ticks", stat.utime.into()),
            ("system_ticks", stat.stime.into()),
            ("started_ticks", stat.starttime.into()),
        ]))
    };
    Ok(procfs::process::all_processes()?.flatten().filter_map(one).collect())
}

fn lines(path: &str) -> procfs::ProcResult<Value> {
    let text = std::fs::read_to_string(path)?;
    Ok(text.lines().map(Value::from).collect())
}

/// Returns the manifest's status for a snapshot that failed.
pub(super) fn status(error: &procfs::ProcError) -> Status {
    match error {
        procfs::ProcError::PermissionDenied(_) => Status::Denied,
        procfs::ProcError::NotFound(_) => Status::Absent,
        _ => Status::Failed,
    }
}
