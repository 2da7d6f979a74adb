//! What lines leave to those behind them: what they say of the next, and what they taught.

use super::armour::Armour;
use super::known::Known;
use super::structure::{Structure, key_body};
use super::{Found, Kind};

/// What earlier lines of an item say of the next, whatever they taught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LineState {
    pub(super) structure: Structure,
    /// Inside armour: what becomes of its lines.
    pub(super) armour: Option<Armour>,
}

/// What happened in the lines of a block.
#[derive(Debug)]
pub(crate) struct History {
    pub(crate) taught: Lessons,
    /// Where the lines begin that hold other words than they show, because they were decoded or cut.
    pub(crate) odd: Vec<u32>,
    /// Whether no line said anything of the next.
    pub(crate) steady: bool,
}

/// Texts that lines taught and that were not known before, in order.
#[derive(Debug, Default)]
pub(crate) struct Lessons {
    texts: Vec<u8>,
    /// Where the line begins, and the place of the text among the texts.
    places: Vec<(u32, u32, u32, Kind)>,
    /// The hashes of the words that they are filed under.
    words: Vec<u64>,
}

/// A text of a kind, and where the line begins that taught it.
pub(crate) type Lesson<'a> = (u32, &'a [u8], Kind);

impl Lessons {
    /// Teaches a text to those who know it from here on; `true` where they did not.
    pub(super) fn teach(&mut self, known: &mut Known, (line, text, kind): Lesson<'_>) -> bool {
        let before = known.len();
        let new = known.learn(text, kind);
        if new {
            self.words.extend(known.filed(before));
            self.push((line, text, kind));
        }
        new
    }

    fn push(&mut self, (line, text, kind): Lesson<'_>) {
        let from = self.texts.len() as u32;
        self.texts.extend_from_slice(text);
        self.places.push((line, from, self.texts.len() as u32, kind));
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Lesson<'_>> {
        self.since(0)
    }

    /// Those behind the first so many.
    pub(crate) fn since(&self, first: usize) -> impl Iterator<Item = Lesson<'_>> {
        self.places[first..]
            .iter()
            .map(|(line, from, to, kind)| (*line, &self.texts[*from as usize..*to as usize], *kind))
    }

    /// The hashes of the words that the texts are filed under.
    pub(crate) fn words(&self) -> impl Iterator<Item = u64> {
        self.words.iter().copied()
    }

    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

impl LineState {
    /// That of an item's first line.
    pub(crate) fn new(structure: Structure) -> Self {
        Self { structure, armour: None }
    }

    /// Whether the item is read by what must be able to read it afterwards.
    pub(crate) fn reads_a_document(&self) -> bool {
        self.structure.is_document()
    }

    /// Handles lines of armour; `true` where nothing else is to be looked for.
    pub(super) fn armoured(&mut self, text: &[u8], found: &mut Vec<Found>) -> bool {
        if let Some(armour) = self.armour {
            let whole;
            (self.armour, whole) = armour.line(text, found);
            if whole || self.armour.is_some() {
                return whole;
            }
        }
        self.armour = Armour::open(text, found).or_else(|| key_body(text).map(Armour::alone));
        false
    }

    /// Whether it is one by which lines of one shape are alike, though it is not plain.
    pub(super) fn is_stable(&self) -> bool {
        self.armour.is_none() && self.structure.is_stable()
    }

    /// Whether nothing in earlier lines bears on the next.
    pub(super) fn is_plain(&self) -> bool {
        self.armour.is_none() && self.structure.is_plain()
    }
}

impl Default for History {
    fn default() -> Self {
        Self { taught: Lessons::default(), odd: Vec::new(), steady: true }
    }
}
