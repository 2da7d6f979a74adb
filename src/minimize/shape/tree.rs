//! Shapes as a tree: which of them a line has is told by walking it from its first byte to its last.
//!
//! A shape is a list of literals with slots between them. From a node lead edges, each with a literal, and from the end
//! of an edge a way for each token that stood there in some line. What a line says in its slots is looked at only where
//! a shape has a slot, so that a line costs little more than comparing it with another.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::super::names::Hashed;
use super::cut::{Slot, Token, eight, mixed};

/// The shapes that are known, each with a number.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    /// The first edge with this node, length class and beginning; see [`key`].
    firsts: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    /// Where an edge leads with a token: to a node, or for [`Token::END`] to a shape.
    ways: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    bytes: Vec<u8>,
}

/// How long the literals are that lead on from here.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// Bit `n`: one of `n` bytes; bit [`LONG`]: one of at least so many.
    lengths: u16,
}

#[derive(Debug, Clone, Copy)]
struct Edge {
    node: u32,
    /// The literal, in [`Tree::bytes`].
    from: u32,
    to: u32,
    /// The next edge with the same key.
    next: Option<u32>,
}

impl Default for Tree {
    fn default() -> Self {
        Self {
            nodes: vec![Node::default()],
            edges: Vec::new(),
            firsts: HashMap::default(),
            ways: HashMap::default(),
            bytes: Vec::new(),
        }
    }
}

impl Tree {
    /// The number of the shape that a line has, and what stands in its slots; `None` where it is not known.
    pub(super) fn find(&self, line: &[u8], slots: &mut Vec<Slot>) -> Option<u32> {
        slots.clear();
        let mut steps = STEPS + line.len();
        self.walk(0, line, 0, slots, &mut steps)
    }

    /// Whether there is room for another shape.
    pub(super) fn has_room(&self) -> bool {
        self.nodes.len() < NODES && self.bytes.len() < BYTES
    }

    /// Files the shape of a line that was cut into `slots`; `None` where too many begin like it.
    pub(super) fn add(&mut self, line: &[u8], slots: &[Slot], number: u32) -> Option<()> {
        let (mut node, mut at) = (0, 0);
        for slot in slots {
            let edge = self.edge(node, &line[at..slot.start as usize])?;
            let fresh = self.nodes.len() as u32;
            node = *self.ways.entry(way(edge, slot.token)).or_insert(fresh);
            if node == fresh {
                self.nodes.push(Node::default());
            }
            at = slot.end as usize;
        }
        let edge = self.edge(node, &line[at..])?;
        self.ways.insert(way(edge, Token::END), number);
        Some(())
    }

    /// Forgets every shape.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    fn walk(&self, node: u32, line: &[u8], at: usize, slots: &mut Vec<Slot>, steps: &mut usize) -> Option<u32> {
        *steps = steps.checked_sub(1)?;
        let rest = &line[at..];
        let start = eight(rest);
        let mut lengths = self.nodes[node as usize].lengths;
        while lengths != 0 {
            // The longest first: where it is not what stands there, a shorter one may be.
            let length = (u16::BITS - 1 - lengths.leading_zeros()) as usize;
            lengths &= !(1 << length);
            if length > rest.len() {
                continue;
            }
            let mut next = self.firsts.get(&key(node, length, start & FIRST[length])).copied();
            while let Some(number) = next {
                let edge = &self.edges[number as usize];
                next = edge.next;
                let literal = &self.bytes[edge.from as usize..edge.to as usize];
                if edge.node != node || !rest.starts_with(literal) {
                    continue;
                }
                let end = at + literal.len();
                if end == line.len() {
                    match self.ways.get(&way(number, Token::END)) {
                        Some(shape) => return Some(*shape),
                        None => continue,
                    }
                }
                let Some(slot) = Slot::at(line, end) else { continue };
                let Some(node) = self.ways.get(&way(number, slot.token)) else { continue };
                let before = slots.len();
                slots.push(slot);
                if let Some(shape) = self.walk(*node, line, slot.end as usize, slots, steps) {
                    return Some(shape);
                }
                slots.truncate(before);
            }
        }
        None
    }

    /// The edge that leads from a node with a literal, made where there is none.
    fn edge(&mut self, node: u32, literal: &[u8]) -> Option<u32> {
        let length = literal.len().min(LONG);
        self.nodes[node as usize].lengths |= 1 << length;
        let key = key(node, length, eight(literal) & FIRST[length]);
        let first = self.firsts.get(&key).copied();
        let (mut next, mut alike) = (first, 0);
        while let Some(number) = next {
            let edge = &self.edges[number as usize];
            if edge.node == node && self.bytes[edge.from as usize..edge.to as usize] == *literal {
                return Some(number);
            }
            (next, alike) = (edge.next, alike + 1);
        }
        if alike >= ALIKE {
            return None;
        }
        let from = self.bytes.len() as u32;
        self.bytes.extend_from_slice(literal);
        let number = self.edges.len() as u32;
        self.edges.push(Edge { node, from, to: self.bytes.len() as u32, next: first });
        self.firsts.insert(key, number);
        Some(number)
    }
}

/// A hash of a node and how a literal begins.
#[inline]
const fn key(node: u32, length: usize, start: u64) -> u64 {
    mixed((node as u64) << 8 | length as u64, start)
}

/// An edge with a token, no two alike.
#[inline]
const fn way(edge: u32, token: Token) -> u64 {
    (edge as u64) << 32 | token.0 as u64
}

/// Literals are told apart by so many of their bytes first.
const LONG: usize = 8;

/// The first bytes of eight, by how many.
const FIRST: [u64; LONG + 1] = {
    let mut masks = [u64::MAX; LONG + 1];
    masks[0] = 0;
    let mut length = 1;
    while length < LONG {
        masks[length] = u64::MAX >> (64 - 8 * length);
        length += 1;
    }
    masks
};

/// Remembered at most: about 3 MiB.
const NODES: usize = 1 << 15;
const BYTES: usize = 1 << 20;
/// Literals that begin alike, from one node.
const ALIKE: usize = 64;
/// Steps of one walk beside one for each byte: a few shapes may begin alike, and none of them be the line's.
const STEPS: usize = 64;
