//! Pictures and documents in the site: where their files stand, and what pages know of them.

use std::{collections::BTreeSet, sync::Arc};

use super::refs::Refs;
use crate::{
    model::{
        article::Publish,
        media::{Media, MediaKind},
        site::Entry,
        view::{Body, CardImage, PictureView},
    },
    text::slug::slug,
};

/// The path of a published file. The key is part of it, so that a picture may be kept by readers for ever.
fn address(media: &Media, key: u128, width: Option<u32>, extension: &str) -> String {
    let name = slug(media.path.stem());
    // Eight digits tell apart all pictures of one name that there will ever be.
    let mark = key >> 96;
    match width {
        Some(width) => format!("media/{name}-{mark:08x}-{width}.{extension}"),
        None => format!("media/{name}-{mark:08x}.{extension}"),
    }
}

impl Refs {
    /// A picture as pages show it.
    pub(super) fn picture(&self, index: u32) -> Option<PictureView> {
        let media = self.dossier.media.get(index as usize)?;
        let MediaKind::Picture(picture) = &media.kind else { return None };
        let href = |size: &crate::model::media::Size| {
            self.href(&address(media, picture.key, Some(size.width), size.extension))
        };
        let largest = picture.sizes.last()?;
        let candidates: Vec<String> =
            picture.sizes.iter().map(|size| format!("{} {}w", href(size), size.width)).collect();
        Some(PictureView {
            src: href(largest),
            srcset: if candidates.len() > 1 { candidates.join(", ") } else { String::new() },
            width: largest.width,
            height: largest.height,
        })
    }

    /// The same for those who link to the page.
    pub(super) fn card_image(&self, picture: Option<&PictureView>, alt: &str) -> Option<CardImage> {
        picture.map(|picture| CardImage {
            src: [self.config.origin(), &picture.src].concat(),
            width: picture.width,
            height: picture.height,
            alt: alt.to_owned(),
        })
    }

    /// Where a document stands.
    pub(super) fn document(&self, index: u32) -> Option<String> {
        let media = self.dossier.media.get(index as usize)?;
        let MediaKind::Document(stored) = &media.kind else { return None };
        Some(self.href(&address(media, stored.key, None, &media.path.extension())))
    }
}

/// The files of everything that some page shows: what no text names is not published.
pub(super) fn files(refs: &Refs, in_parts: &BTreeSet<u32>) -> Vec<(Arc<str>, Entry)> {
    let dossier = &refs.dossier;
    if dossier.media.is_empty() {
        return Vec::new();
    }
    let mut shown = in_parts.clone();
    let mut add = |body: &Body| shown.extend(body.wiki.iter().filter_map(|link| link.media));
    let articles = dossier.articles.iter().filter(|article| article.matter.publish != Publish::Metadata);
    articles.clone().for_each(|article| add(&article.body));
    dossier.topics.iter().for_each(|topic| add(&topic.body));
    dossier.sources.iter().for_each(|source| add(&source.body));
    dossier.pages.iter().for_each(|page| add(&page.body));
    shown.extend(articles.filter_map(|article| article.picture));
    shown.extend(dossier.topics.iter().filter_map(|topic| topic.picture));
    shown.into_iter().flat_map(|index| entries(&dossier.media[index as usize])).collect()
}

fn entries(media: &Media) -> Vec<(Arc<str>, Entry)> {
    match &media.kind {
        MediaKind::Picture(picture) => picture
            .sizes
            .iter()
            .map(|size| {
                let path = address(media, picture.key, Some(size.width), size.extension);
                (Arc::from(path), Entry::Stored(Box::new(size.stored.clone())))
            })
            .collect(),
        MediaKind::Document(stored) => {
            let path = address(media, stored.key, None, &media.path.extension());
            vec![(Arc::from(path), Entry::Stored(Box::new(stored.clone())))]
        }
        MediaKind::Refused { .. } => Vec::new(),
    }
}
