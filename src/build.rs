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
    /// Articles whose text was looked at, because they or names in them are new.
    pub read_anew: usize,
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
    let gathered = gather(inputs, memo);
    let read_anew = gathered.read_anew;
    let (dossier, mut diagnostics) = link(gathered);
    let (counts, left_out) = (counts(&dossier), dossier.left_out);
    let dossier = Arc::new(dossier);
    let planned = plan(&dossier, &inputs.config, theme, inputs.today);
    diagnostics.extend(planned.diagnostics);
    let site_value = site_value(&planned.view, theme)?;
    let (site, refs) = (planned.site, planned.refs);
    Ok(Built { site, site_value, dossier, refs, counts, left_out, read_anew, diagnostics })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{model::site::Entry, stages::render::theme::builtin};

    const PATH: &str = "content/articles/a.md";

    fn inputs(title: &str, text: &str) -> Inputs {
        let file = |path: &str, text: &str| InputFile {
            path: RelPath::new(path),
            bytes: Arc::from(text.as_bytes()),
        };
        let article =
            |title: &str, text: &str| format!("---\ntitle: {title}\ndate: 2017-11-24\n---\n{text}\n");
        Inputs {
            config: Config { future: true, ..Config::default() },
            articles: vec![
                file(PATH, &article(title, text)),
                file("content/articles/b.md", &article("Other talks", "Ann Vel was at the pier.")),
            ],
            topics: vec![file("content/topics/ann-vel.md", "---\nname: Ann Vel\nkind: person\n---\n")],
            theme: builtin("broadsheet").expect("the theme"),
            ..Inputs::default()
        }
    }

    fn page(built: &Built, theme: &Theme, path: &str) -> String {
        let Some(Entry::Page(make)) = built.site.entries.get(path) else { panic!("no page {path}") };
        let (meta, view) = make();
        Renderer::new(theme, &built.site_value).render(&meta, &view).expect("a page")
    }

    #[test]
    fn a_page_shown_ahead_is_the_one_that_will_be_built() {
        let (memo, before) = (Memo::default(), inputs("Talks", "They met."));
        let theme = load_theme(&before.theme, &before.config).expect("a theme");
        let built = build(&before, &theme, &memo).expect("a site");
        let after = inputs("Talks", "They met.\n\nAnd so did Ann Vel.");
        let (path, html) =
            build_ahead(&built, (&after, &RelPath::new(PATH)), &theme, &memo).expect("a page ahead");
        assert_eq!(&*path, "articles/a/index.html");
        assert_ne!(html, page(&built, &theme, &path));
        assert!(html.contains("And so did"));
        // Other pages count her articles; this one does not.
        let whole = build(&after, &theme, &memo).expect("a site");
        let text = |html: &str| html.split("<div class=\"prose\">").nth(1).map(|rest| rest[..200].to_owned());
        assert_eq!(text(&html), text(&page(&whole, &theme, &path)));
    }

    #[test]
    fn a_change_that_other_pages_show_is_not_shown_ahead() {
        let (memo, before) = (Memo::default(), inputs("Talks", "They met."));
        let theme = load_theme(&before.theme, &before.config).expect("a theme");
        let built = build(&before, &theme, &memo).expect("a site");
        for after in [inputs("New talks", "They met."), inputs("Talks", "They met [[Ann Vel]].")] {
            assert!(build_ahead(&built, (&after, &RelPath::new(PATH)), &theme, &memo).is_none());
        }
    }
}
