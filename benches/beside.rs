//! Another generator on the same articles, in the same run: Hugo, when the machine has it.
//!
//! `cargo bench --bench build -- beside 10000`; `HUGO=PROGRAM` names it where it is not on the path.
//!
//! Hugo gets a theme of four short templates: a page for each article and each topic named in the front matter, lists,
//! feeds, a sitemap. It links nothing, finds no quotes, events or related articles, and makes no search index; Dossier does
//! all that it always does.

use std::{
    fs, io,
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    generate,
    measure::{Run, THREADS, median, remove, run, watch},
    sizes,
};

const ROUNDS: usize = 3;

const CONFIG: &str = "baseURL = \"https://example.org/\"\ntitle = \"A measured dossier\"\n\
     disableKinds = []\n[taxonomies]\ntopic = \"topics\"\n[pagination]\npagerSize = 100\n";

const LAYOUTS: [(&str, &str); 4] = [
    (
        "baseof.html",
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{{ .Title }}</title>\
         <link rel=\"canonical\" href=\"{{ .Permalink }}\"></head>\n<body>\n<header><a href=\"/\">{{ site.Title }}</a></header>\n\
         <main>{{ block \"main\" . }}{{ end }}</main>\n</body>\n</html>\n",
    ),
    (
        "single.html",
        "{{ define \"main\" }}<h1>{{ .Title }}</h1>\n<p>{{ .Params.source }}, <time>{{ .Date.Format \"2 January 2006\" }}</time></p>\n\
         {{ .Content }}\n<ul>{{ range .GetTerms \"topics\" }}<li><a href=\"{{ .RelPermalink }}\">{{ .LinkTitle }}</a></li>{{ end }}</ul>\n\
         {{ with .PrevInSection }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}\
         {{ with .NextInSection }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}{{ end }}\n",
    ),
    (
        "list.html",
        "{{ define \"main\" }}<h1>{{ .Title }}</h1>\n<ul>{{ range .Paginator.Pages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>, \
         {{ .Date.Format \"2 January 2006\" }}</li>\n{{ end }}</ul>{{ end }}\n",
    ),
    (
        "home.html",
        "{{ define \"main\" }}<ul>{{ range first 20 site.RegularPages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>\n{{ end }}</ul>{{ end }}\n",
    ),
];

/// Prints the table.
pub(crate) fn print(articles: usize) -> io::Result<()> {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())?;
    println!("{articles} articles, nothing built before; the median of {ROUNDS}, {THREADS} threads\n");
    println!("| | ms | processor ms | MB of memory | files | MB written |\n|---|---:|---:|---:|---:|---:|");
    let root = folder.path().join("dossier");
    fs::create_dir(&root)?;
    generate::generate(&root, articles)?;
    measure("Dossier, all of it", &root, || {
        remove(&root.join(".dossier"))?;
        run(&root)
    })?;
    let config = root.join("dossier.yaml");
    let text = fs::read_to_string(&config)?;
    fs::write(&config, format!("{text}search: false\n"))?;
    measure("Dossier, no search", &root, || {
        remove(&root.join(".dossier"))?;
        run(&root)
    })?;
    let hugo = std::env::var("HUGO").unwrap_or_else(|_| "hugo".to_owned());
    let Ok(version) = Command::new(&hugo).arg("version").stderr(Stdio::null()).output() else {
        println!("\n`{hugo}` is not here: the row of Hugo is left out");
        return Ok(());
    };
    let version = String::from_utf8_lossy(&version.stdout)
        .split(['-', '+'])
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned();
    let site = folder.path().join("hugo");
    fs::create_dir_all(site.join("layouts/_default"))?;
    fs::write(site.join("hugo.toml"), CONFIG)?;
    for (name, text) in LAYOUTS {
        let place =
            if name == "home.html" { format!("layouts/{name}") } else { format!("layouts/_default/{name}") };
        fs::write(site.join(place), text)?;
    }
    fs::create_dir(site.join("content"))?;
    fs::rename(root.join("content/articles"), site.join("content/articles"))?;
    measure(&version, &site, || {
        let mut build = Command::new(&hugo);
        build.arg("--source").arg(&site).arg("--quiet").env("GOMAXPROCS", THREADS.to_string());
        watch(build).map(|(run, _)| run)
    })
}

fn measure(name: &str, root: &Path, build: impl Fn() -> io::Result<Run>) -> io::Result<()> {
    let mut runs = Vec::new();
    for _ in 0..ROUNDS {
        remove(&root.join("public"))?;
        runs.push(build()?);
    }
    let files = sizes(&root.join("public"))?;
    let bytes: u64 = files.iter().map(|(_, size)| size).sum();
    let run = median(runs);
    println!(
        "| {name} | {} | {} | {} | {} | {} |",
        run.time.as_millis(),
        run.cpu.as_millis(),
        run.memory,
        files.len(),
        bytes / 1_000_000
    );
    Ok(())
}
