//! How much of an article may be shown, and what of its text that lets through.
//!
//! What is withheld goes no further than this stage: a card of such an article holds none of its words, so no page,
//! feed or summary can give them away.

use std::collections::BTreeMap;

use super::{Entry, quoted::find_words};
use crate::{
    memo,
    model::{
        article::{FrontMatter, Publish},
        source::SourceMatter,
    },
    stages::{names::fold, plain::Plain},
    text::sentences::sentences,
};

/// The longest excerpt, in bytes, and the largest part of a text that it may be.
const LONGEST: usize = 480;
const LARGEST_PART: usize = 3;

/// What the sources of a dossier allow.
#[derive(Debug, Default)]
pub(super) struct Rights {
    by_source: BTreeMap<String, Publish>,
    /// Hash of it all.
    pub(super) fingerprint: u128,
}

impl Rights {
    pub(super) fn new(sources: &[Entry<SourceMatter>]) -> Self {
        let mut by_source = BTreeMap::new();
        for matter in sources.iter().map(|source| &source.matter) {
            let Some(publish) = matter.publish else { continue };
            for name in std::iter::once(&matter.name).chain(&matter.aliases) {
                by_source.entry(fold(name)).or_insert(publish);
            }
        }
        let fingerprint =
            memo::key(by_source.iter().map(|(name, publish)| (name, *publish)).collect::<Vec<_>>());
        Self { by_source, fingerprint }
    }

    /// What an article says of itself, or else what its source says.
    pub(super) fn of(&self, matter: &FrontMatter) -> Publish {
        let by_source = || self.by_source.get(&fold(&matter.source)).copied();
        matter.publish.or_else(by_source).unwrap_or_default()
    }
}

/// Where the part of a text ends that may be shown, in bytes of the plain text: whole sentences from its beginning,
/// never all of it.
pub(super) fn end_of_shown(text: &Plain, publish: Publish) -> usize {
    match publish {
        Publish::Full => text.text.len(),
        Publish::Metadata => 0,
        Publish::Excerpt => {
            let limit = LONGEST.min(text.text.len() / LARGEST_PART);
            let ends = text.blocks.iter().flat_map(|block| {
                sentences(&text.text[block.clone()]).map(|sentence| block.start + sentence.end)
            });
            // One sentence may always be shown, unless it is nearly everything.
            let mut shown = 0;
            for end in ends {
                let first = shown == 0 && end * 3 / 2 < text.text.len() && end < 2 * LONGEST;
                if end > limit && !first {
                    break;
                }
                shown = end;
            }
            shown
        }
    }
}

/// Whether words stand in the withheld part of a text, whatever their case. A few words say nothing by themselves.
pub(super) fn gives_away(withheld: &str, words: &str) -> bool {
    words.split_whitespace().count() > 4
        && find_words(&withheld.to_lowercase(), &words.to_lowercase()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::plain::plain;

    #[test]
    fn an_excerpt_ends_at_a_sentence_and_is_never_everything() {
        let text = plain(
            "The council met on Monday. It was late. They spoke of ferries and of sluices, and then of the budget for the year.\n\nNobody agreed with anybody else on anything.",
        );
        let shown = &text.text[..end_of_shown(&text, Publish::Excerpt)];
        assert_eq!(shown, "The council met on Monday. It was late.");
        let long = plain("One sentence and nothing else, so that an excerpt of it would be all of it.");
        assert_eq!(end_of_shown(&long, Publish::Excerpt), 0);
        assert_eq!(end_of_shown(&text, Publish::Metadata), 0);
        assert_eq!(end_of_shown(&text, Publish::Full), text.text.len());
    }
}
