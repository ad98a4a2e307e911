//! The settings of a run: flags over environment over `dossier.yaml` over defaults.

use std::path::Path;

use crate::{
    cli::{BuildArgs, Common},
    edge::disk,
    model::{
        config::{Config, LOCAL_BASE_URL},
        diagnostic::Diagnostic,
        inputs::RelPath,
    },
    yaml,
};

/// The code of the message about a folder that is no dossier.
pub(super) const NO_DOSSIER: &str = "no-dossier";

/// Settings, and what should be said about them.
pub(super) fn read(
    root: &Path,
    common: &Common,
    args: &BuildArgs,
) -> Result<(Config, Vec<Diagnostic>), Diagnostic> {
    let path = RelPath::new(common.config.as_str());
    if !disk::is_dossier(root, &path) {
        let message = format!("{} holds no dossier: neither seeds/ nor content/ nor {path}", root.display());
        let hint = "begin one with `dossier init`, or say where it is with `--root`";
        return Err(Diagnostic::error(NO_DOSSIER, message).hint(hint));
    }
    let mut text = String::new();
    let mut config = match disk::read_file(root, &path)? {
        Some(bytes) => {
            text = String::from_utf8_lossy(&bytes).into_owned();
            parse(&bytes, &path)?
        }
        None if common.config == DEFAULT_FILE => Config::default(),
        None => {
            return Err(Diagnostic::error("no-config", "there is no such configuration file")
                .in_file(&path)
                .hint(
                    "`--config` is relative to the root; without it, `dossier.yaml` is read if it is there",
                ));
        }
    };
    if let Some(base_url) = &args.base_url {
        config.base_url.clone_from(base_url);
    }
    if let Some(output) = &args.output_dir {
        config.output = output.to_string_lossy().into_owned();
    }
    config.drafts |= args.drafts;
    config.future |= args.future;
    config.publish_suggestions &= !args.reviewed_only;
    if !is_address(&config.base_url) {
        let problem = bad_address("bad-base-url", &config.base_url, "to publish at")
            .hint("write it whole, such as https://example.org/ or https://example.org/dossier/");
        let is_of_file = args.base_url.is_none();
        return Err(if is_of_file { in_settings(problem, &path, text, &config.base_url) } else { problem });
    }
    if !config.websub.is_empty() && !is_address(&config.websub) {
        let problem = bad_address("bad-websub", &config.websub, "of a hub")
            .hint("write it whole, such as https://pubsubhubbub.appspot.com/");
        return Err(in_settings(problem, &path, text, &config.websub));
    }
    let mut notes = Vec::new();
    if config.base_url == LOCAL_BASE_URL {
        notes.push(
            Diagnostic::note("no-base-url", format!("the feed and the sitemap lead to {LOCAL_BASE_URL}"))
                .hint("before you publish, set `base_url` in dossier.yaml, or pass `--base-url`"),
        );
    }
    Ok((config, notes))
}

const DEFAULT_FILE: &str = "dossier.yaml";

fn parse(bytes: &[u8], path: &RelPath) -> Result<Config, Diagnostic> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Diagnostic::error("not-utf-8", "the file is not UTF-8").in_file(path).hint("save it as UTF-8")
    })?;
    yaml::read(text, 0..text.len(), path)
}

/// Whether it is the whole address of a page that others can reach.
fn is_address(url: &str) -> bool {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.starts_with('/'))
        && !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"\\?#".contains(c))
}

fn bad_address(code: &'static str, url: &str, what: &str) -> Diagnostic {
    Diagnostic::error(code, format!("`{}` is not an address {what}", url.escape_debug()))
}

fn in_settings(problem: Diagnostic, path: &RelPath, text: String, value: &str) -> Diagnostic {
    let at = text.find(value).unwrap_or(0);
    problem.in_file(path).at(text, at..at + value.len())
}
