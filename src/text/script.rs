//! In which script a name is written.

/// The script of the first letter, by its name in English; empty when there is no letter of a known script. Han, kana
/// and both together are one here: names mix them.
pub fn script(name: &str) -> &'static str {
    name.chars().map(of_letter).find(|script| !script.is_empty()).unwrap_or_default()
}

fn of_letter(c: char) -> &'static str {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => "Latin",
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => "Greek",
        '\u{400}'..='\u{52f}' => "Cyrillic",
        '\u{530}'..='\u{58f}' => "Armenian",
        '\u{590}'..='\u{5ff}' => "Hebrew",
        '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}' => "Arabic",
        '\u{900}'..='\u{97f}' => "Devanagari",
        '\u{980}'..='\u{9ff}' => "Bengali",
        '\u{e00}'..='\u{e7f}' => "Thai",
        '\u{10a0}'..='\u{10ff}' => "Georgian",
        '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => "Chinese or Japanese",
        '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}' => "Korean",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_the_script_of_its_first_letter() {
        for (name, expected) in [
            ("Sergey", "Latin"),
            ("„Žižek", "Latin"),
            ("Сергей Лавров", "Cyrillic"),
            ("ラブロフ", "Chinese or Japanese"),
            ("이순신", "Korean"),
            ("007", ""),
        ] {
            assert_eq!(script(name), expected);
        }
    }
}
