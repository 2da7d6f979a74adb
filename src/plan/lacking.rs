//! What is not there without which a source gives nothing.

use std::borrow::Cow;

use super::{COMMAND_ELSEWHERE, KERNEL_ELSEWHERE, Status, Survey};
use crate::profile::{Source, SourceKind};

/// What a source comes to that lacks something, and why; `None` where it lacks nothing.
pub(super) fn lacking(source: &Source, survey: &mut dyn Survey) -> Option<(Status, Cow<'static, str>)> {
    let absent = |reason| Some((Status::Absent, Cow::Borrowed(reason)));
    match &source.kind {
        SourceKind::Command(_) if !survey.is_live() => {
            survey.has(&format!("/.casepack/commands/{}", source.id)).err().and_then(|_| absent(COMMAND_ELSEWHERE))
        }
        SourceKind::Kernel(_) if !survey.is_live() => absent(KERNEL_ELSEWHERE),
        _ if let Some((status, why)) = requirement(source, survey) => {
            // Not to be asked is not the same as not to be there.
            if status == Status::Absent {
                return absent("a path that it requires does not exist");
            }
            Some((status, Cow::Owned(format!("it is unknown whether what it requires exists: {why}"))))
        }
        SourceKind::Command(command) if !command.run.first().is_some_and(|name| survey.has_program(name)) => {
            absent("its program is not installed")
        }
        _ => None,
    }
}

/// What a required path comes to that is not there: first one that is certainly absent.
fn requirement(source: &Source, survey: &mut dyn Survey) -> Option<(Status, String)> {
    let mut lacks: Vec<_> = source.requires.iter().filter_map(|path| survey.has(path).err()).collect();
    lacks.sort_by_key(|(status, _)| *status != Status::Absent);
    lacks.into_iter().next()
}
