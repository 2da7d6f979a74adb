//! The kernel's state at one moment, typed.

use std::collections::BTreeMap;

use procfs::{Current, CurrentSI};
use serde_json::{Value, json};

use crate::plan::Status;

/// One snapshot by its name in profiles.
pub(super) fn snapshot(name: &str) -> procfs::ProcResult<Value> {
    match name {
        "meminfo" => meminfo(),
        "loadavg" => {
            let load = procfs::LoadAverage::current()?;
            Ok(json!({
                "one": load.one, "five": load.five, "fifteen": load.fifteen, "running": load.cur, "all": load.max,
            }))
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
            Ok(json!({"up": uptime.uptime, "idle": uptime.idle}))
        }
        "cpuinfo" => {
            let cpu = procfs::CpuInfo::current()?;
            Ok(json!({"processors": cpu.num_cores(), "model": cpu.model_name(0), "vendor": cpu.vendor_id(0)}))
        }
        "mounts" => Ok(procfs::process::Process::myself()?.mountinfo()?.into_iter().map(mount).collect()),
        "processes" => processes(),
        other => Err(procfs::ProcError::Other(format!("no snapshot `{other}`"))),
    }
}

fn meminfo() -> procfs::ProcResult<Value> {
    let memory = procfs::Meminfo::current()?;
    Ok(json!({
        "total": memory.mem_total, "free": memory.mem_free, "available": memory.mem_available,
        "buffers": memory.buffers, "cached": memory.cached, "dirty": memory.dirty, "slab": memory.slab,
        "swap_total": memory.swap_total, "swap_free": memory.swap_free, "committed": memory.committed_as,
        "commit_limit": memory.commit_limit, "page_tables": memory.page_tables,
        "huge_pages_total": memory.hugepages_total,
    }))
}

fn stat(stat: &procfs::KernelStats) -> Value {
    let total = &stat.total;
    json!({
        "user": total.user, "nice": total.nice, "system": total.system, "idle": total.idle, "iowait": total.iowait,
        "irq": total.irq, "softirq": total.softirq, "steal": total.steal, "context_switches": stat.ctxt,
        "boot_time": stat.btime, "forks": stat.processes, "running": stat.procs_running, "blocked": stat.procs_blocked,
    })
}

fn pressure() -> procfs::ProcResult<Value> {
    let record = |record: &procfs::PressureRecord| json!({"avg10": record.avg10, "avg60": record.avg60, "avg300": record.avg300, "total": record.total});
    let (cpu, io, memory) =
        (procfs::CpuPressure::current()?, procfs::IoPressure::current()?, procfs::MemoryPressure::current()?);
    Ok(json!({
        "cpu": {"some": record(&cpu.some)},
        "io": {"some": record(&io.some), "full": record(&io.full)},
        "memory": {"some": record(&memory.some), "full": record(&memory.full)},
    }))
}

fn disk(disk: &procfs::DiskStat) -> Value {
    json!({
        "name": disk.name, "reads": disk.reads, "sectors_read": disk.sectors_read, "time_reading": disk.time_reading,
        "writes": disk.writes, "sectors_written": disk.sectors_written, "time_writing": disk.time_writing,
        "in_progress": disk.in_progress, "time_in_progress": disk.time_in_progress,
    })
}

fn device(device: &procfs::net::DeviceStatus) -> Value {
    json!({
        "name": device.name, "received": device.recv_bytes, "received_packets": device.recv_packets,
        "receive_errors": device.recv_errs, "receive_drops": device.recv_drop, "sent": device.sent_bytes,
        "sent_packets": device.sent_packets, "send_errors": device.sent_errs, "send_drops": device.sent_drop,
    })
}

fn mount(mount: procfs::process::MountInfo) -> Value {
    json!({
        "point": mount.mount_point, "kind": mount.fs_type, "options": mount.mount_options,
        "source": mount.mount_source,
    })
}

/// Every process without its arguments and its environment, which hold what is nobody's business.
fn processes() -> procfs::ProcResult<Value> {
    let page = procfs::page_size();
    let one = |process: procfs::process::Process| {
        let stat = process.stat().ok()?;
        Some(json!({
            "pid": stat.pid, "parent": stat.ppid, "name": stat.comm, "state": stat.state.to_string(),
            "uid": process.uid().ok(), "threads": stat.num_threads, "resident": stat.rss * page,
            "user_ticks": stat.utime, "system_ticks": stat.stime, "started_ticks": stat.starttime,
        }))
    };
    Ok(procfs::process::all_processes()?.flatten().filter_map(one).collect())
}

fn lines(path: &str) -> procfs::ProcResult<Value> {
    let text = std::fs::read_to_string(path)?;
    Ok(text.lines().map(Value::from).collect())
}

/// The manifest's word for why there is none.
pub(super) fn status(error: &procfs::ProcError) -> Status {
    match error {
        procfs::ProcError::PermissionDenied(_) => Status::Denied,
        procfs::ProcError::NotFound(_) => Status::Absent,
        _ => Status::Failed,
    }
}
