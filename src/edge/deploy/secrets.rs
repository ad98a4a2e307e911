//! Secrets that a deploy may come across: never printed.
//!
//! Programs and services are told their credentials by the environment or by files of their own; this program
//! passes them on and keeps none. But what they answer is shown to the person, and may repeat what they were told.

/// Names in the environment that hold secrets say so.
const MARKS: [&str; 7] = ["TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL", "APIKEY", "_KEY"];

/// Shorter values are words, not secrets, and would tear holes into messages.
const SHORTEST: usize = 6;

/// A text of somebody else without the secrets of the environment and without passwords in addresses.
pub(super) fn redact(text: &str) -> String {
    let named = |(name, value): (String, String)| {
        let name = name.to_ascii_uppercase();
        (MARKS.iter().any(|mark| name.contains(mark)) && value.len() >= SHORTEST).then_some(value)
    };
    let pairs = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    without(text, pairs.filter_map(named).collect())
}

fn without(text: &str, mut secrets: Vec<String>) -> String {
    // The longest first: one may be a part of another.
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    let text = secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), "…"));
    without_user_info(&text)
}

/// `https://name:password@host/` becomes `https://…@host/`.
fn without_user_info(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        out.push_str(before);
        let authority = after.find(|c: char| c == '/' || c.is_whitespace() || "'\"<>".contains(c));
        let (authority, after) = after.split_at(authority.unwrap_or(after.len()));
        match authority.rsplit_once('@') {
            // The name alone is part of an ssh address, and no secret there.
            Some((user, host)) if user.contains(':') || !before.ends_with("ssh://") => {
                out.extend(["…@", host]);
            }
            _ => out.push_str(authority),
        }
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_passwords_in_addresses_are_left_out() {
        let secrets = vec!["hunter2!".to_owned(), "hunter2!longer".to_owned()];
        let text = "fatal: 'https://me:pass@example.org/a.git' said hunter2!longer, hunter2! and no more";
        assert_eq!(without(text, secrets), "fatal: 'https://…@example.org/a.git' said …, … and no more");
        for plain in ["ssh://git@example.org/a", "https://example.org/@a", "a@b c://", "git@example.org:a/b"]
        {
            assert_eq!(without(plain, Vec::new()), plain);
        }
        assert_eq!(without("https://token@h", Vec::new()), "https://…@h");
    }
}
