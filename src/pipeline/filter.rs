//! The minimizer alone: one input, one output, and nothing is collected.

use std::io::{self, Read, Write};

use super::planning::reader;
use super::{Error, appliance, case_key};
use crate::host::{Root, profiles};
use crate::minimize::Minimizer;
use crate::profile::{self, Format, Purpose};
use crate::state::State;

/// How text is minimized.
#[derive(Debug, Clone)]
pub struct Filter<'a> {
    /// Profiles by name or path, whose rules also apply.
    pub profiles: &'a [String],
    /// The tree that describes the appliance.
    pub root: Root,
    /// The case that its pseudonyms belong to.
    pub case: Option<&'a str>,
    /// Purpose of the text.
    pub purpose: Purpose,
}

impl Filter<'_> {
    /// Minimizes an input to an output, in bounded memory; its `name` on the appliance often decides how it is read.
    ///
    /// # Errors
    /// If the profile or the state is invalid, if the input cannot be read or is not text, or if the output cannot be
    /// written.
    pub fn pass(&self, name: &str, input: &mut dyn Read, output: &mut dyn Write, state: &State) -> Result<(), Error> {
        let profile = profile::load(self.profiles, &profiles::Profiles)?;
        let mut minimizer = Minimizer::new(case_key(state, self.case)?, self.purpose, &profile.minimize);
        appliance::teach(&mut minimizer, &mut reader(&self.root)?);
        minimizer.freeze();
        let mut scan = minimizer.scan(name, Format::Auto);
        let mut buffer = vec![0; 256 << 10];
        loop {
            let read = match input.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Error::Input(error)),
            };
            for block in scan.push(&mut minimizer, buffer.get(..read).unwrap_or_default()) {
                output.write_all(block.rewrite().as_bytes()).map_err(Error::Write)?;
            }
            // This reports the fault at once to whoever pipes a log that never ends.
            if let Some(fault) = scan.fault() {
                return Err(fault.into());
            }
        }
        for block in scan.finish(&mut minimizer)? {
            output.write_all(block.rewrite().as_bytes()).map_err(Error::Write)?;
        }
        output.flush().map_err(Error::Write)
    }
}
