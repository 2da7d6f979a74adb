//! The packed blocks of a long item, held until it ends and its header can give its length: in memory up to a bound,
//! then in a file without a name.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, Write};

use super::activity::Meter;
use super::{Name, Options};

/// The packed blocks of a long item.
pub(super) struct Body {
    pub(super) name: Name,
    /// Bytes of its content.
    pub(super) bytes: u64,
    pub(super) meter: Meter,
    held: Vec<u8>,
    spilled: Option<File>,
    spilled_bytes: u64,
    /// Whether the disk takes no more.
    crowded: bool,
}

impl Body {
    pub(super) fn new(name: Name) -> Self {
        let (held, spilled, spilled_bytes) = (Vec::new(), None, 0);
        Self { name, bytes: 0, meter: Meter::default(), held, spilled, spilled_bytes, crowded: false }
    }

    /// Returns the bytes of it that are packed.
    pub(super) fn packed(&self) -> u64 {
        self.spilled_bytes + self.held.len() as u64
    }

    /// Returns whether it is held in memory although it is too large, because the disk takes no more; the few blocks
    /// that are in progress still fit.
    pub(super) fn is_crowded(&self) -> bool {
        self.crowded
    }

    /// Holds another block.
    pub(super) fn hold(&mut self, packed: &[u8], meter: &Meter, options: &mut Options) -> io::Result<()> {
        self.meter.add(meter);
        self.held.extend_from_slice(packed);
        if self.held.len() <= options.hold || self.crowded {
            return Ok(());
        }
        match self.spill(options) {
            Err(error) if matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded) => {
                self.crowded = true;
                Ok(())
            }
            spilled => spilled,
        }
    }

    /// Moves what is in memory to the disk.
    fn spill(&mut self, options: &mut Options) -> io::Result<()> {
        let file = match &mut self.spilled {
            Some(file) => file,
            None => self.spilled.insert((options.spill)()?),
        };
        file.write_all(&self.held)?;
        self.spilled_bytes += self.held.len() as u64;
        self.held.clear();
        Ok(())
    }

    /// Writes what is held, in order.
    pub(super) fn write(&mut self, output: &mut impl Write) -> io::Result<()> {
        if let Some(file) = &mut self.spilled {
            file.rewind()?;
            // A part in memory may follow the part in the file.
            io::copy(&mut file.take(self.spilled_bytes), output)?;
        }
        output.write_all(&self.held)
    }
}
