//! `casepack plan`

use super::args::Plan;
use super::error::Failure;
use super::exit::Exit;
use super::print;
use super::terminal::safe_bytes;
use crate::pipeline;
use crate::state::State;

/// Shows what would be collected; names are minimized before they are shown.
pub(super) fn run(arguments: Plan) -> Result<Exit, Failure> {
    let state = super::state(State::open)?;
    let request = super::collect::request(arguments.selected, &state)?;
    let (plan, mut minimizer) = pipeline::plan(&request, &state, super::clock().as_ref())?;
    let mut show = |name: &[u8]| {
        let text = minimizer.text(name);
        // A name that is not text because of its control characters is minimized as a path.
        safe_bytes(&if text.is_empty() { pipeline::minimized_path(&mut minimizer, name) } else { text })
    };
    let text = if arguments.json { format!("{:#}\n", plan.json(&mut show)) } else { plan.table(&mut show) };
    print::text(text)?;
    Ok(Exit::Done)
}
