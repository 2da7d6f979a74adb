//! How else a text may be spelt that has letters beyond ASCII, whose case is not looked through where texts are compared.

/// A text with letters beyond ASCII as it is spelt in small letters, in capitals, with capitals where its words begin, and
/// in a URL. A secret is looked for in these too: it may have been typed so.
pub(super) fn spellings(text: &[u8]) -> Vec<Vec<u8>> {
    let Ok(text) = std::str::from_utf8(text) else { return Vec::new() };
    let (small, capitals) = (text.to_lowercase(), text.to_uppercase());
    let title = |word: &str| {
        let first = word.chars().next().map_or(0, char::len_utf8);
        [&word[..first].to_uppercase(), &word[first..]].concat()
    };
    let words: String = small.split_inclusive(' ').map(title).collect();
    let letter = |byte: &u8| if byte.is_ascii() { vec![*byte] } else { format!("%{byte:02x}").into_bytes() };
    let url = |text: &str| text.as_bytes().iter().flat_map(letter).collect();
    let urls = [url(&small), url(&capitals)];
    [small, capitals, words].map(String::into_bytes).into_iter().chain(urls).collect()
}
