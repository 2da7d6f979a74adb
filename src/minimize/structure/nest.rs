//! What a line opens that the lines below it belong to, as YAML and its like show it: by how deep they are indented.

/// The lines below one that opened something, none where nothing is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Nest {
    /// How deep the line stands that opened it.
    outer: Option<usize>,
    /// How deep its members stand, once one has come.
    members: Option<usize>,
}

impl Nest {
    /// What a line opens that is indented so deep.
    pub(super) const fn below(indent: usize) -> Self {
        Self { outer: Some(indent), members: None }
    }

    /// Whether anything is open.
    pub(super) const fn is_open(self) -> bool {
        self.outer.is_some()
    }

    /// Whether a line belongs to it: one that is indented deeper.
    pub(super) fn has(self, indent: usize) -> bool {
        self.outer.is_some_and(|outer| indent > outer)
    }

    /// The same, where the items of a list may stand as deep as the key that they belong to.
    pub(super) fn has_item(self, text: &[u8], indent: usize) -> bool {
        self.has(indent) || self.outer == Some(indent) && text.starts_with(b"- ")
    }

    /// Goes on to a line; `false` where that does not belong to it, which closes it.
    pub(super) fn enter(&mut self, indent: usize) -> bool {
        self.keep_if(self.has(indent))
    }

    /// The same, where the items of a list may stand as deep as the key that they belong to.
    pub(super) fn enter_item(&mut self, text: &[u8], indent: usize) -> bool {
        self.keep_if(self.has_item(text, indent))
    }

    fn keep_if(&mut self, belongs: bool) -> bool {
        if !belongs {
            *self = Self::default();
        }
        belongs
    }

    /// Whether a line that belongs to it is one of its members, and not of what these hold: as deep as the first that
    /// this was asked of.
    pub(super) fn is_member(&mut self, indent: usize) -> bool {
        *self.members.get_or_insert(indent) == indent
    }

    /// Whether members have come, and stand so deep.
    pub(super) fn has_members_at(self, indent: usize) -> bool {
        self.members == Some(indent)
    }
}

#[cfg(test)]
mod tests {
    use super::Nest;

    #[test]
    fn what_is_not_deeper_closes_it() {
        let mut nest = Nest::below(2);
        assert!(nest.enter(4) && nest.is_member(4) && nest.enter(6) && !nest.is_member(6) && nest.has_members_at(4));
        assert!(!nest.enter(2) && !nest.is_open() && !nest.enter(4));
    }

    #[test]
    fn items_may_stand_as_deep_as_their_key() {
        let mut nest = Nest::below(2);
        assert!(nest.enter_item(b"- a", 2) && nest.enter_item(b"b", 4) && !nest.has(2));
        assert!(!nest.enter_item(b"b", 2) && !nest.is_open());
    }
}
