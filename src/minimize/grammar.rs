//! stub
use super::Found;
pub(crate) struct Grammar;
impl Grammar {
    pub(crate) fn new(_name: &str) -> Self { Self }
    pub(crate) fn line(&mut self, _line: &[u8], _found: &mut Vec<Found>) {}
}
