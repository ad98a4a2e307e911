//! The whole pipeline on one screen: inputs to a site, purely.

use std::sync::Arc;

use tera::Value;

use crate::{
    memo::Memo,
    model::{
        config::Config,
        diagnostic::Diagnostic,
        dossier::{Dossier, LeftOut},
        inputs::{InputFile, Inputs, RelPath},
        site::Site,
        view::Counts,
    },
    stages::{
        gather::{gather, gather_one},
        ingest::{Ingested, ingest},
        link::{link, with_article},
        plan::{Refs, article_page, plan},
        render::{
            Renderer, site_value,
            theme::{Place, Theme},
        },
    },
};

/// A site that is ready to be rendered, page by page.
#[derive(Debug)]
pub struct Built {
    /// URL → page.
    pub site: Site,
    /// What every page shows of the site.
    pub site_value: Value,
    /// What the pages were made from.
    pub dossier: Arc<Dossier>,
    /// What they show of each other.
    pub refs: Arc<Refs>,
    /// Totals.
    pub counts: Counts,
    /// What is not part of it, but may be one day.
    pub left_out: LeftOut,
    /// What was wrong with the inputs. What could be built was built.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the machine wants to write before the build: new articles and suggestions.
pub fn read_seeds(inputs: &Inputs, memo: &Memo) -> Ingested {
    ingest(inputs, memo)
}

/// Inputs to a site. The same inputs give the same site, whatever the memo holds. It fails when the frame of the
/// pages cannot be rendered, because then none can.
pub fn build(inputs: &Inputs, theme: &Theme, memo: &Memo) -> Result<Built, Diagnostic> {
    let (dossier, mut diagnostics) = link(gather(inputs, memo));
    let (counts, left_out) = (counts(&dossier), dossier.left_out);
    let dossier = Arc::new(dossier);
    let planned = plan(&dossier, &inputs.config, theme, inputs.today);
    diagnostics.extend(planned.diagnostics);
    let site_value = site_value(&planned.view, theme)?;
    let (site, refs) = (planned.site, planned.refs);
    Ok(Built { site, site_value, dossier, refs, counts, left_out, diagnostics })
}

/// The page of an article whose file is another since the site was built, with its path; the rest of the site as it was.
/// For a preview, which shows it while everything else is being built. Nothing when more depends on the change than
/// this page, and when something is wrong.
pub fn build_ahead(
    built: &Built,
    (inputs, changed): (&Inputs, &RelPath),
    theme: &Theme,
    memo: &Memo,
) -> Option<(Arc<str>, String)> {
    let read = gather_one(inputs, changed, memo)?;
    let (dossier, index) = with_article(&built.dossier, &read)?;
    let (path, meta, view) = article_page(&built.refs, dossier, index);
    let html = Renderer::new(theme, &built.site_value).render(&meta, &view).ok()?;
    Some((path, html))
}

/// The theme of a site, or everything that is wrong with it.
pub fn load_theme(files: &[InputFile], config: &Config) -> Result<Theme, Vec<Diagnostic>> {
    Theme::load(
        files,
        Place { base_path: &config.base_path(), language: &config.language, options: &config.theme_options },
    )
}

fn counts(dossier: &Dossier) -> Counts {
    Counts {
        articles: dossier.articles.len(),
        topics: dossier.topics.len(),
        quotes: dossier.articles.iter().map(|article| article.card.quotes.len()).sum(),
        events: dossier.articles.iter().map(|article| article.card.events.len()).sum(),
        sources: dossier.sources.len(),
    }
}
