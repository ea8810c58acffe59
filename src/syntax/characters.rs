//! Characters that may not stand outside strings and comments, by name, and what was likely meant.

/// Bidirectional controls: they make text look other than it is, so they stand nowhere (Unicode 16, UAX #9; TR #55).
pub(super) fn is_bidi(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The name of a character where it needs one, and the ASCII text that was likely meant.
pub(super) fn meant(c: char) -> (Option<&'static str>, Option<String>) {
    let (name, text) = match c {
        '\u{a0}' => ("no-break space", " "),
        '\u{202f}' => ("narrow no-break space", " "),
        '\u{2002}'..='\u{200a}' | '\u{1680}' | '\u{205f}' => ("a wide or narrow space", " "),
        '\u{3000}' => ("ideographic space", " "),
        '\u{85}' | '\u{2028}' | '\u{2029}' => ("a line separator", "\n"),
        '\r' => ("carriage return without line feed", "\n"),
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => ("an invisible character", ""),
        '\u{ad}' => ("soft hyphen", ""),
        '→' | '⇒' | '➜' | '➔' | '⟶' => ("arrow", "->"),
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => ("typographic quote", "\""),
        '‘' | '’' | '‚' | '‹' | '›' => ("typographic quote", "\""),
        '\'' => ("single quote", "\""),
        '`' => ("backtick", "\""),
        '‐' | '‑' | '‒' | '–' | '—' | '−' | '﹣' => ("dash", "-"),
        '…' => ("ellipsis", ".."),
        '∗' | '×' => ("operator", "*"),
        '\u{37e}' => ("Greek question mark", ";"),
        'а' => ("Cyrillic letter", "a"),
        'е' => ("Cyrillic letter", "e"),
        'о' => ("Cyrillic letter", "o"),
        'р' => ("Cyrillic letter", "p"),
        'с' => ("Cyrillic letter", "c"),
        'у' => ("Cyrillic letter", "y"),
        'х' => ("Cyrillic letter", "x"),
        'і' => ("Cyrillic letter", "i"),
        'ѕ' => ("Cyrillic letter", "s"),
        'ј' => ("Cyrillic letter", "j"),
        'ο' => ("Greek letter", "o"),
        'α' => ("Greek letter", "a"),
        'ν' => ("Greek letter", "v"),
        'ı' => ("dotless i", "i"),
        '\u{ff01}'..='\u{ff5e}' => {
            let ascii = u8::try_from(u32::from(c) - 0xff01 + 0x21).unwrap_or(b'?');
            return (Some("full-width character"), Some(char::from(ascii).to_string()));
        }
        _ => return (None, None),
    };
    (Some(name), Some(text.to_owned()))
}

/// A character for a message: itself where it can be seen, and its code point and name.
pub(super) fn describe(c: char) -> String {
    let seen = !(c.is_control() || c.is_whitespace() || is_bidi(c) || meant(c).1.as_deref() == Some(""));
    let shown = if c == '`' { "a backtick".to_owned() } else { format!("`{c}`") };
    let code = format!("U+{:04X}", u32::from(c));
    match (seen, meant(c).0) {
        (true, Some(name)) if !c.is_ascii() => format!("{shown} ({code}, {name})"),
        (true, _) if c.is_ascii() => shown,
        (true, _) => format!("{shown} ({code})"),
        (false, Some(name)) => format!("{code} ({name})"),
        (false, None) => code,
    }
}
