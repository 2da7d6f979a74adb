//! Shapes as a tree: which of them a line has is told by walking it from its first byte to its last.
//!
//! A shape is a list of literals with slots between them. From a node lead edges, each with a literal, and from the end
//! of an edge a way for each token that stood there in some line. What a line says in its slots is looked at only where
//! a shape has a slot, so that a line costs little more than comparing it with another.

use super::super::bytes::{FIRST, eight, same};
use super::cut::{Slot, mixed};
use super::token::Token;

/// The shapes that are known, each with a number.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    ways: Vec<Way>,
    /// The first edge of each class of hashes, and the first way.
    edge_heads: Vec<u32>,
    way_heads: Vec<u32>,
    bytes: Vec<u8>,
    /// Where other edges are still to be tried.
    forks: Vec<Fork>,
}

/// How long the literals are that lead on from here.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// Bit `n`: one of `n` bytes; bit [`LONG`]: one of at least so many.
    lengths: u16,
    /// The edge that was taken last, or [`NONE`].
    recent: u32,
}

/// Half a line of a processor's cache: what is walked is waited for.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Edge {
    node: u32,
    /// The length of the literal, and [`LONG`] at most.
    length: u16,
    short: u8,
    /// Its first bytes.
    start: u64,
    /// Where it begins in [`Tree::bytes`].
    from: u32,
    /// The next edge of the same class.
    next: u32,
    /// The token that it was taken with last, and where that leads.
    recent: (Token, u32),
}

/// Where an edge leads with a token: to a node, or for [`Token::END`] to a shape.
#[derive(Debug, Clone, Copy)]
struct Way {
    edge: u32,
    token: Token,
    to: u32,
    /// The next way of the same class.
    next: u32,
}

/// A node, and what of it is still to be tried where a line goes on at `at`.
#[derive(Debug, Clone, Copy)]
struct Fork {
    node: u32,
    at: u32,
    slots: u32,
    /// The edge that was taken last from here, and whether it was tried.
    recent: u32,
    begun: bool,
    /// The lengths of other literals that were not tried yet, and the next edge of the one at hand.
    lengths: u16,
    edge: u32,
}

impl Fork {
    /// Whether there is another edge to try.
    const fn is_open(&self) -> bool {
        self.lengths != 0 || self.edge != NONE
    }
}

impl Default for Tree {
    fn default() -> Self {
        Self {
            nodes: vec![Node::NEW],
            edges: Vec::new(),
            ways: Vec::new(),
            edge_heads: vec![NONE; HEADS],
            way_heads: vec![NONE; HEADS],
            bytes: Vec::new(),
            forks: Vec::new(),
        }
    }
}

impl Node {
    const NEW: Self = Self { lengths: 0, recent: NONE };
}

impl Tree {
    /// The number of the shape that a line has, and what stands in its slots; `None` where it is not known.
    pub(super) fn find(&mut self, line: &[u8], slots: &mut Vec<Slot>) -> Option<u32> {
        slots.clear();
        self.forks.clear();
        let mut here = self.open(0, 0, 0);
        for _ in 0..STEPS + line.len() {
            let Some((edge, end)) = self.literal(line, &mut here) else {
                // Back to where another edge is open.
                here = self.forks.pop()?;
                slots.truncate(here.slots as usize);
                continue;
            };
            if end == line.len() {
                match self.way(edge, Token::END) {
                    Some(shape) => return Some(shape),
                    None => continue,
                }
            }
            let Some(slot) = Slot::at(line, end) else { continue };
            let Some(node) = self.way(edge, slot.token) else { continue };
            self.nodes[here.node as usize].recent = edge;
            if here.is_open() {
                self.forks.push(here);
            }
            slots.push(slot);
            here = self.open(node, slot.end, slots.len() as u32);
        }
        None
    }

    /// A node at which nothing was tried yet.
    #[inline]
    fn open(&self, node: u32, at: u32, slots: u32) -> Fork {
        let Node { lengths, recent } = self.nodes[node as usize];
        Fork { node, at, slots, recent, begun: false, lengths, edge: NONE }
    }

    /// The next edge whose literal stands in the line, and where that ends: the one taken last, then the longest first,
    /// as a shorter one may begin like it. No line has two shapes, so that the order is one of speed alone.
    #[inline]
    fn literal(&self, line: &[u8], here: &mut Fork) -> Option<(u32, usize)> {
        let at = here.at as usize;
        let start = eight(&line[at..]);
        if !std::mem::replace(&mut here.begun, true)
            && let Some(edge) = self.edges.get(here.recent as usize)
            && self.stands(edge, line, at, start)
        {
            return Some((here.recent, at + edge.length as usize));
        }
        loop {
            while here.edge == NONE {
                if here.lengths == 0 {
                    return None;
                }
                let length = (u16::BITS - 1 - here.lengths.leading_zeros()) as usize;
                here.lengths &= !(1 << length);
                here.edge = self.edge_heads[class(here.node, length, start & FIRST[length])];
            }
            let number = here.edge;
            let edge = &self.edges[number as usize];
            here.edge = edge.next;
            if edge.node == here.node && number != here.recent && self.stands(edge, line, at, start) {
                return Some((number, at + edge.length as usize));
            }
        }
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
            node = match self.way(edge, slot.token) {
                Some(node) => node,
                None => {
                    self.nodes.push(Node::NEW);
                    self.lead(edge, slot.token, self.nodes.len() as u32 - 1)
                }
            };
            at = slot.end as usize;
        }
        let edge = self.edge(node, &line[at..])?;
        if self.way(edge, Token::END).is_none() {
            self.lead(edge, Token::END, number);
        }
        Some(())
    }

    /// Forgets every shape.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Whether the literal of an edge stands in a line; `start` are the bytes there.
    #[inline]
    fn stands(&self, edge: &Edge, line: &[u8], at: usize, start: u64) -> bool {
        let length = edge.length as usize;
        edge.start == start & FIRST[edge.short as usize]
            && at + length <= line.len()
            && (length <= LONG || {
                let from = edge.from as usize;
                same(&line[at + LONG..at + length], &self.bytes[from + LONG..from + length])
            })
    }

    /// Where an edge leads with a token.
    #[inline]
    fn way(&mut self, edge: u32, token: Token) -> Option<u32> {
        let recent = self.edges[edge as usize].recent;
        if recent.0 == token && recent.1 != NONE {
            return Some(recent.1);
        }
        let mut next = self.way_heads[way_class(edge, token)];
        while next != NONE {
            let way = &self.ways[next as usize];
            if way.edge == edge && way.token == token {
                self.edges[edge as usize].recent = (token, way.to);
                return Some(way.to);
            }
            next = way.next;
        }
        None
    }

    /// Makes a way; gives where it leads.
    fn lead(&mut self, edge: u32, token: Token, to: u32) -> u32 {
        let head = &mut self.way_heads[way_class(edge, token)];
        let next = std::mem::replace(head, self.ways.len() as u32);
        self.ways.push(Way { edge, token, to, next });
        to
    }

    /// The edge that leads from a node with a literal, made where there is none.
    fn edge(&mut self, node: u32, literal: &[u8]) -> Option<u32> {
        let (length, short) = (u16::try_from(literal.len()).ok()?, literal.len().min(LONG));
        self.nodes[node as usize].lengths |= 1 << short;
        let start = eight(literal) & FIRST[short];
        let class = class(node, short, start);
        let (mut next, mut alike) = (self.edge_heads[class], 0);
        while next != NONE {
            let edge = &self.edges[next as usize];
            let from = edge.from as usize;
            if edge.node == node && self.bytes[from..from + edge.length as usize] == *literal {
                return Some(next);
            }
            (next, alike) = (edge.next, alike + 1);
        }
        if alike >= ALIKE {
            return None;
        }
        let number = self.edges.len() as u32;
        let next = std::mem::replace(&mut self.edge_heads[class], number);
        let from = self.bytes.len() as u32;
        self.bytes.extend_from_slice(literal);
        let recent = (Token::END, NONE);
        self.edges.push(Edge { node, length, short: short as u8, start, from, next, recent });
        Some(number)
    }
}

/// The class of the edges of a node whose literals begin alike.
#[inline]
const fn class(node: u32, length: usize, start: u64) -> usize {
    mixed((node as u64) << 8 | length as u64, start) as usize % HEADS
}

/// The class of the ways of an edge with a token.
#[inline]
const fn way_class(edge: u32, token: Token) -> usize {
    mixed(0, (edge as u64) << 32 | token.0 as u64) as usize % HEADS
}

/// Literals are told apart by so many of their bytes first.
const LONG: usize = 8;

/// No edge, no way.
const NONE: u32 = u32::MAX;
/// Classes of hashes.
const HEADS: usize = 1 << 15;
/// Remembered at most: about 4 MiB.
const NODES: usize = 1 << 15;
const BYTES: usize = 1 << 20;
/// Literals that begin alike, from one node.
const ALIKE: usize = 64;
/// Steps of one walk beside one for each byte: a few shapes may begin alike, and none of them be the line's.
const STEPS: usize = 64;
