//! The manifest of a finished run.

use std::collections::BTreeMap;

use super::appliance::Appliance;
use super::item::Record;
use super::times::Times;
use super::{Request, minimized_path, shown};
use crate::clock::rfc3339;
use crate::minimize::Minimizer;
use crate::pack::Packed;
use crate::pack::manifest::{
    self, Canaries, Confined, ItemRecord, Manifest, PrivacyRecord, ProfileRecord, SourceRecord, Tool, Totals,
    WindowRecord,
};
use crate::plan::{Plan, Skipped, Status};
use crate::profile::{Category, Profile, SourceId};

/// What the manifest says of the whole run.
pub(super) struct About<'a> {
    /// The folder of the bundle.
    pub(super) folder: &'a str,
    pub(super) times: Times<'a>,
    pub(super) request: &'a Request,
    pub(super) profile: &'a Profile,
    pub(super) plan: &'a Plan,
    /// Fingerprint of the signing key.
    pub(super) fingerprint: String,
    pub(super) appliance: Appliance,
    pub(super) canaries: Canaries,
    pub(super) confined: Confined,
}

/// Makes the manifest of a run whose items have all been searched; to save memory, long values of items are moved and
/// not copied.
pub(super) fn manifest(
    about: About<'_>,
    mut records: Vec<Record>,
    packed: &mut [Packed],
    minimizer: &mut Minimizer,
) -> Manifest {
    let mut by_path = packed.iter_mut().map(|entry| (entry.name.clone(), entry)).collect();
    let items: Vec<ItemRecord> = records.iter_mut().filter_map(|record| item(record, &mut by_path)).collect();
    let kept_back = is_kept_back(&records);
    let mut sources: Vec<SourceRecord> = records.into_iter().map(source).collect();
    let took = about.times.took();
    if took.is_zero() {
        // With a fixed clock, two runs are the same, byte for byte.
        sources.iter_mut().for_each(|source| source.seconds = 0.0);
    }
    sources.extend(about.plan.skipped.iter().map(|skipped| skipped_source(skipped, minimizer)));
    let complete = !kept_back && !sources.iter().any(|source| source.status.is_loss());
    Manifest {
        format: 1,
        tool: Tool { name: "casepack".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        bundle: about.folder.to_owned(),
        created: rfc3339(about.times.now),
        seconds: took.as_secs_f64(),
        case: about.request.case.clone(),
        purpose: about.plan.purpose,
        scope: about.request.scope,
        profiles: about
            .profile
            .origins
            .iter()
            .map(|origin| ProfileRecord { name: origin.name.to_string(), digest: origin.digest.clone() })
            .collect(),
        appliance: manifest::Appliance {
            fingerprint: about.fingerprint,
            name: about.appliance.name,
            os: about.appliance.os,
        },
        window: WindowRecord { since: rfc3339(about.plan.window.since), until: rfc3339(about.plan.window.until) },
        complete,
        confined: about.confined,
        privacy: privacy(&items, &sources),
        totals: totals(&items),
        sources,
        items,
        canaries: about.canaries,
    }
}

/// Returns whether all that a source had was withheld, so that it gave nothing, or whether something that the operator
/// gave was.
fn is_kept_back(records: &[Record]) -> bool {
    let given = SourceId::given();
    let sources = records.chunk_by(|one, next| one.source == next.source && one.source != given);
    sources.into_iter().any(|source| source.iter().all(|record| record.outcome.status == Status::Withheld))
}

/// Returns what is said of a record's item, if it has one.
fn item(record: &mut Record, packed: &mut BTreeMap<String, &mut Packed>) -> Option<ItemRecord> {
    let path = record.path.take()?;
    let entry = packed.remove(&path)?;
    Some(ItemRecord {
        name: record.name.clone(),
        source: record.source.to_string(),
        category: record.category,
        bytes_in: record.bytes_in,
        bytes_out: entry.bytes,
        sha256: data_encoding::HEXLOWER.encode(&entry.digest),
        cut: record.outcome.status == Status::Cut,
        replaced: record.take_replaced(),
        activity: entry.activity.take(),
        path,
    })
}

fn source(record: Record) -> SourceRecord {
    SourceRecord {
        id: record.source.to_string(),
        category: record.category,
        name: Some(record.name),
        status: record.outcome.status,
        reason: record.outcome.reason,
        seconds: (record.outcome.took.as_secs_f64() * 1000.0).round() / 1000.0,
        exit: record.outcome.exit,
        writes: record.writes,
    }
}

fn skipped_source(skipped: &Skipped, minimizer: &mut Minimizer) -> SourceRecord {
    let mut named = |path: &[u8]| shown(&minimized_path(minimizer, path.strip_prefix(b"/").unwrap_or(path)));
    let name = skipped.name.as_deref().map(&mut named);
    SourceRecord {
        id: skipped.source.to_string(),
        category: skipped.category,
        name,
        status: skipped.status,
        reason: Some(skipped.reason.clone()),
        seconds: 0.0,
        exit: None,
        writes: None,
    }
}

fn privacy(items: &[ItemRecord], sources: &[SourceRecord]) -> Vec<PrivacyRecord> {
    let record = |category| PrivacyRecord {
        category,
        taken: items.iter().filter(|item| item.category == category).count() as u64,
        replaced: items.iter().filter(|item| item.category == category).flat_map(|item| item.replaced.values()).sum(),
        withheld: sources
            .iter()
            .filter(|source| source.category == category && source.status == Status::Withheld)
            .count() as u64,
    };
    Category::ALL.into_iter().map(record).collect()
}

fn totals(items: &[ItemRecord]) -> Totals {
    let mut replaced = BTreeMap::new();
    for (kind, count) in items.iter().flat_map(|item| &item.replaced) {
        *replaced.entry(*kind).or_default() += count;
    }
    Totals {
        items: items.len() as u64,
        bytes_in: items.iter().map(|item| item.bytes_in).sum(),
        bytes_out: items.iter().map(|item| item.bytes_out).sum(),
        replaced,
    }
}
