//! The packed blocks of a long item, held until it ends and its header can say how long it is: in memory up to a bound,
//! then in a file without a name.

use std::fs::File;
use std::io::{self, Seek, Write};

use super::activity::Meter;
use super::{Name, Options};

/// Blocks of a long item, packed and held.
pub(super) struct Body {
    pub(super) name: Name,
    /// Bytes of its content.
    pub(super) bytes: u64,
    pub(super) meter: Meter,
    held: Vec<u8>,
    spilled: Option<File>,
    spilled_bytes: u64,
}

impl Body {
    pub(super) fn new(name: Name) -> Self {
        Self { name, bytes: 0, meter: Meter::default(), held: Vec::new(), spilled: None, spilled_bytes: 0 }
    }

    /// Bytes of it that are packed.
    pub(super) fn packed(&self) -> u64 {
        self.spilled_bytes + self.held.len() as u64
    }

    /// Holds a block more.
    pub(super) fn hold(&mut self, packed: &[u8], meter: &Meter, options: &mut Options) -> io::Result<()> {
        self.meter.add(meter);
        self.held.extend_from_slice(packed);
        if self.held.len() > options.hold {
            let file = match &mut self.spilled {
                Some(file) => file,
                None => self.spilled.insert((options.spill)()?),
            };
            file.write_all(&self.held)?;
            self.spilled_bytes += self.held.len() as u64;
            self.held.clear();
        }
        Ok(())
    }

    /// Writes what is held, in order.
    pub(super) fn write(&mut self, output: &mut impl Write) -> io::Result<()> {
        if let Some(file) = &mut self.spilled {
            file.rewind()?;
            io::copy(file, output)?;
        }
        output.write_all(&self.held)
    }
}
