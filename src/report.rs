//! What a run came to, for people.

pub mod digest;
pub mod html;
pub mod text;

/// Whether a letter changes the direction or the look of what follows it, or cannot be seen (Unicode TR 36).
pub(crate) const fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
