//! Texts that depend on nothing are put into the templates when these are loaded: `{{ t(key="home.latest") }}` becomes
//! `Latest`, so that no page has to look them up.

use super::{Strings, escaped};

/// Where a template has become shorter or longer, so that places in it can be told as its author knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Shift {
    /// The end of a text that was put in.
    set: usize,
    /// The end of the call in whose place it stands.
    written: usize,
}

impl Shift {
    /// The place as its author knows it, of a place in the template with the texts put in.
    pub(in super::super) fn back(shifts: &[Self], at: usize) -> usize {
        let known = shifts.iter().rev().find(|shift| shift.set <= at);
        known.map_or(at, |shift| at - shift.set + shift.written)
    }
}

/// The call up to the key.
const CALL: &str = "t(key=\"";

/// A template with its fixed texts put in, and the keys that do not exist with their places.
pub(in super::super) fn typeset<'t>(
    template: &'t str,
    strings: &Strings,
) -> (String, Vec<Shift>, Vec<(&'t str, usize)>) {
    let (mut out, mut shifts, mut unknown, mut done) =
        (String::with_capacity(template.len()), Vec::new(), Vec::new(), 0);
    for (at, _) in template.match_indices(CALL) {
        let name = at + CALL.len();
        let whole_word = template[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '_');
        let Some(length) = template[name..].find('"').filter(|_| whole_word) else { continue };
        let key = &template[name..name + length];
        let rest = &template[name + length + 1..];
        // `"a." ~ b` is no key yet.
        if !rest.trim_start().starts_with([')', ',']) {
            continue;
        }
        if !strings.knows(key) && !rest.split(')').next().unwrap_or_default().contains("default=") {
            unknown.push((key, name));
            continue;
        }
        let (Some(start), Some(end)) = (opening(template, at), closing(template, name + length + 1)) else {
            continue;
        };
        let Some(text) = strings.find(key).filter(|text| !text.contains('{')) else { continue };
        out.push_str(&template[done..start]);
        out.push_str(&escaped(text));
        shifts.push(Shift { set: out.len(), written: end });
        done = end;
    }
    out.push_str(&template[done..]);
    (out, shifts, unknown)
}

/// Where `{{ ` begins, if nothing stands between it and the call.
fn opening(template: &str, call: usize) -> Option<usize> {
    let before = template[..call].trim_end();
    before.strip_suffix("{{").map(str::len)
}

/// Where ` }}` ends, if nothing stands between it and the key's quotation mark but the bracket.
fn closing(template: &str, after_key: usize) -> Option<usize> {
    let rest = template[after_key..].strip_prefix(')')?;
    let end = rest.trim_start().strip_prefix("}}")?;
    Some(template.len() - end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_fixed_is_set_and_places_lead_back() {
        let strings = Strings::english();
        let template = "<p>{{ t(key=\"home.latest\") }}</p>{{ x }}{{ t(key=\"count.articles\", n=x) }}";
        let (set, shifts, unknown) = typeset(template, &strings);
        assert_eq!(set, "<p>Latest</p>{{ x }}{{ t(key=\"count.articles\", n=x) }}");
        assert!(unknown.is_empty());
        let (at, was) = (set.find("{{ x }}").expect("x"), template.find("{{ x }}").expect("x"));
        assert_eq!(Shift::back(&shifts, at), was);
        assert_eq!(Shift::back(&shifts, 1), 1);
    }

    #[test]
    fn what_is_no_whole_call_stays_and_unknown_keys_are_told() {
        let strings = Strings::english();
        for template in [
            "{{- t(key=\"home.latest\") -}}",
            "{{ t(key=\"kind.\" ~ kind) }}",
            "{{ x or t(key=\"home.latest\") }}",
        ] {
            assert_eq!(typeset(template, &strings).0, template);
        }
        let (_, _, unknown) = typeset("a {{ t(key=\"home.latst\") }} {{ part(key=\"x\") }}", &strings);
        assert_eq!(unknown, [("home.latst", 12)]);
    }
}
