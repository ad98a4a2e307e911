//! What linking costs: the same articles with none, some and many of the names in them known as topics.
//!
//! `cargo bench --bench build -- linking 10000`
//!
//! With no topic there is nothing to link. From row to row the text stays the same, so what grows is owed to the topics:
//! their pages, and the mentions that are found. Were each text searched for each name, the time until all is planned would
//! grow a thousandfold. Then a sentence is added to one body, a topic gets an alias that stands in some articles, and a
//! topic is added that nothing names: `read` counts the articles whose texts were read again for that.

use std::{fs, io, path::Path};

use crate::{
    generate,
    measure::{Run, median, remove, run},
};

/// Things that the articles name.
const NAMED: usize = 10_000;

/// How many of them are topics, row by row.
const KNOWN: [usize; 5] = [0, 10, 100, 1_000, 10_000];

const ROUNDS: usize = 3;

/// Prints the table.
pub(crate) fn print(articles: usize) -> io::Result<()> {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir())?;
    println!("{articles} articles that name {NAMED} things; times in milliseconds, the median of {ROUNDS}\n");
    println!(
        "| topics | until planned | whole build | processor | pages | edit of a body | read | made | new alias | read | made | new topic | read | made |"
    );
    println!("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    for known in KNOWN {
        let root = folder.path().join(known.to_string());
        fs::create_dir(&root)?;
        generate::generate_known(&root, articles, NAMED, known)?;
        measure(&root, articles, known)?;
        fs::remove_dir_all(&root)?;
    }
    Ok(())
}

fn measure(root: &Path, articles: usize, known: usize) -> io::Result<()> {
    let (mut colds, mut edits, mut aliases, mut topics) = (vec![], vec![], vec![], vec![]);
    for round in 0..ROUNDS {
        remove(&root.join("public"))?;
        remove(&root.join(".dossier"))?;
        colds.push(run(root)?);
        let edited = root.join(generate::article_path(articles / 2));
        let text = fs::read_to_string(&edited)?;
        fs::write(&edited, format!("{text}\nOne more sentence, number {round}.\n"))?;
        edits.push(run(root)?);
        if known > 0 {
            name_anew(root, round)?;
            aliases.push(run(root)?);
            // Before all others, so that each of them gets another number.
            let topic = format!("---\nname: Aaa Never Named {round}\nkind: place\n---\n");
            fs::write(root.join(format!("content/topics/new{round}.md")), topic)?;
            topics.push(run(root)?);
            fs::remove_file(root.join(format!("content/topics/new{round}.md")))?;
        }
    }
    let shown = |runs: Vec<Run>| {
        if runs.is_empty() {
            return "– | – | –".to_owned();
        }
        let run = median(runs);
        format!("{} | {} | {}", run.time.as_millis(), run.read, run.made)
    };
    let cold = median(colds);
    println!(
        "| {known} | {} | {} | {} | {} | {} | {} | {} |",
        cold.planned.as_millis(),
        cold.time.as_millis(),
        cold.cpu.as_millis(),
        cold.made,
        shown(edits),
        shown(aliases),
        shown(topics),
    );
    Ok(())
}

/// Gives the first topic one more name: the word that an article's text begins with.
fn name_anew(root: &Path, article: usize) -> io::Result<()> {
    let text = fs::read_to_string(root.join(generate::article_path(article)))?;
    let body = text.split("\n---\n").nth(1).unwrap_or_default();
    let word = body.split(' ').next().unwrap_or_default();
    let topic = root.join(generate::topic_path(0));
    let text = fs::read_to_string(&topic)?;
    fs::write(topic, text.replacen("aliases: [", &format!("aliases: [{word}, "), 1))
}
