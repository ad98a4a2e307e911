//! The command line. Definitions only: what a flag does is said in `verbs/`.

mod curate;
mod theme;

use std::{net::IpAddr, path::PathBuf};

use clap::{
    Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum, error::ErrorKind,
    parser::ValueSource,
};
use clap_complete::Shell;

pub use self::curate::{AcceptArgs, EditArgs, ReviewArgs, Select, SuggestionKind};
pub use self::theme::ThemeCommand;

/// Turn a folder of saved news into a cross-linked site.
#[derive(Debug, Parser)]
#[command(
    name = "dossier",
    version,
    about,
    long_about = "Turn a folder of saved news into a cross-linked site.\n\nPut raw texts into seeds/ and run \
                  `dossier`: each becomes a clean article in content/articles/, every person, place, organisation, \
                  event and subject gets a page, and the site is written to public/.",
    after_help = "Examples:\n  dossier                        build the dossier in this folder\n  dossier build -r kuril -o out  build another one, into kuril/out\n  dossier build --strict         publish only if nothing is wrong (for CI)\n  dossier init kuril             begin a new dossier"
)]
pub struct Cli {
    /// What to do; `build` when left out.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Which dossier, and how much to say; before or after the command.
    #[command(flatten)]
    pub common: Common,
    /// The flags of `build`, for when the command is left out.
    #[command(flatten)]
    pub build: BuildArgs,
}

/// Reads the command line. Ends the program with a message and exit code 2 when it cannot be understood.
pub fn parse() -> Cli {
    let matches = Cli::command().get_matches();
    // A flag of `build` before another word would be read and forgotten: it is refused instead.
    if matches.subcommand_name().is_some() {
        let stray = BuildArgs::augment_args(clap::Command::new("build"))
            .get_arguments()
            .map(|flag| flag.get_id().clone())
            .find(|id| matches.value_source(id.as_str()) == Some(ValueSource::CommandLine));
        if let Some(flag) = stray {
            let name = flag.as_str().replace('_', "-");
            Cli::command()
                .error(ErrorKind::ArgumentConflict, format!("put --{name} after the command"))
                .exit();
        }
    }
    Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read new seeds and build the site (what `dossier` alone does).
    #[command(
        after_help = "Examples:\n  dossier build                              the dossier in this folder, into public/\n  dossier build --reviewed-only --strict     what a person has confirmed, and only if nothing is wrong\n  dossier build -u https://example.org/x/    for that address\n  dossier build --profile                    and how long each stage took\n\nSettings that are not flags stand in dossier.yaml."
    )]
    Build(BuildArgs),
    /// Save texts and pages as seeds: files, folders, addresses of the web, or standard input.
    Add(AddArgs),
    /// Show what would be read in a file and why; nothing is written.
    Read(ReadArgs),
    /// Show the site in a browser, and every change as it is saved.
    Serve(ServeArgs),
    /// Build the site and publish it at a target of `dossier.yaml`.
    Deploy(DeployArgs),
    /// Begin a new dossier.
    Init(InitArgs),
    /// Write a file to begin with: an article, a topic, a source or a page.
    New(NewArgs),
    /// Show what waits for a decision: quotes, events, fields, topics, and seeds that have changed.
    Review(ReviewArgs),
    /// Take suggestions over into the articles, or make topics of them.
    Accept(AcceptArgs),
    /// Turn suggestions down; they are not proposed again.
    #[command(
        after_help = "Examples:\n  dossier reject q-7e9be353            a quote; the beginning of its id is enough\n  dossier reject \"The Minister\"        a topic, by its name\n  dossier reject --article 2017-11-24  everything that waits for an article\n  dossier reject topics --below 2      new topics that one article alone names"
    )]
    Reject(Select),
    /// Take a suggestion over with corrections.
    Edit(EditArgs),
    /// Search articles, topics, sources and pages, as readers can in the site.
    Search(SearchArgs),
    /// Write manual pages for `man`.
    #[command(
        after_help = "Examples:\n  dossier man ~/.local/share/man/man1    then: man dossier, man dossier-build"
    )]
    Man {
        /// The folder that they go to; pages of the same names are replaced.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
    },
    /// Look for everything that is wrong, in the texts, the theme and the pages; nothing is written.
    Check(CheckArgs),
    /// Say what a code in a message means, and what to do.
    Explain {
        /// The code, such as `quote-not-verbatim`; all of them when left out.
        #[arg(value_name = "CODE")]
        code: Option<String>,
    },
    /// Show which themes there are, or begin one.
    #[command(subcommand)]
    Theme(ThemeCommand),
    /// Print completions for a shell.
    #[command(
        after_help = "Examples:\n  dossier completions bash > ~/.local/share/bash-completion/completions/dossier\n  dossier completions zsh > ~/.zfunc/_dossier\n  dossier completions fish > ~/.config/fish/completions/dossier.fish"
    )]
    Completions {
        /// The shell.
        shell: Shell,
    },
}

/// Which dossier, and how much to say.
#[derive(Args, Clone, Debug)]
pub struct Common {
    /// The dossier's folder.
    #[arg(short, long, global = true, value_name = "DIR", default_value = ".", env = "DOSSIER_ROOT")]
    pub root: PathBuf,
    /// The configuration file, relative to the root.
    #[arg(
        short,
        long,
        global = true,
        value_name = "FILE",
        default_value = "dossier.yaml",
        env = "DOSSIER_CONFIG"
    )]
    pub config: String,
    /// Say nothing but what is wrong.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more: each seed read, each file written.
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
}

/// The flags of `dossier build`. A flag beats the environment, which beats `dossier.yaml`.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
#[derive(Args, Clone, Debug, Default)]
pub struct BuildArgs {
    /// Where the site goes, relative to the root.
    #[arg(short, long, value_name = "DIR", env = "DOSSIER_OUTPUT_DIR")]
    pub output_dir: Option<PathBuf>,
    /// Where the site will be published, such as <https://example.org/dossier/>.
    #[arg(short = 'u', long, value_name = "URL", env = "DOSSIER_BASE_URL")]
    pub base_url: Option<String>,
    /// Build drafts too.
    #[arg(long, env = "DOSSIER_DRAFTS")]
    pub drafts: bool,
    /// Build articles of a day to come too.
    #[arg(long, env = "DOSSIER_FUTURE")]
    pub future: bool,
    /// Publish nothing if there is a single error or warning.
    #[arg(long, env = "DOSSIER_STRICT")]
    pub strict: bool,
    /// Leave out what no person has confirmed.
    #[arg(long, env = "DOSSIER_REVIEWED_ONLY")]
    pub reviewed_only: bool,
    /// Build into a folder that holds other files; they stay.
    #[arg(long)]
    pub force: bool,
    /// Print how many milliseconds each stage took, and how many articles had to be read anew.
    #[arg(long)]
    pub profile: bool,
}

/// The arguments of `dossier add`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  dossier add ~/Downloads/talks.html          a saved page\n  dossier add ~/clippings                     a folder, with its sub-folders\n  dossier add https://example.org/talks       fetches the page; where and when is kept beside it\n  pbpaste | dossier add -                     a text from elsewhere\n\nThe bytes are kept as they are. A text that is a seed already is not added again."
)]
pub struct AddArgs {
    /// Files, folders, addresses, or `-` for standard input.
    #[arg(value_name = "FILE|FOLDER|URL", required = true)]
    pub what: Vec<String>,
}

/// The arguments of `dossier read`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  dossier read saved.html                  title, date, source, text, quotes, and what was cut\n  dossier read --json seeds/ > read.jsonl   one JSON object a document, for other programs\n  pbpaste | dossier read -                  a text from elsewhere\n\nOffsets in the JSON count Unicode scalar values: in the decoded file for plain texts (`offsets` is `seed`), in `text` for everything else."
)]
pub struct ReadArgs {
    /// Files, folders, or `-` for standard input.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Print one JSON object a document, one a line.
    #[arg(long)]
    pub json: bool,
}

/// The arguments of `dossier serve`.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
#[derive(Args, Clone, Debug, Default)]
#[command(
    after_help = "Nothing is written but what new seeds give, as `dossier build` does; the site stays in memory.\n\nExamples:\n  dossier serve -O                 and open the browser\n  dossier serve -p 8000 --drafts   at another port, drafts too\n  dossier serve -i 0.0.0.0         for other machines in the same network, too"
)]
pub struct ServeArgs {
    /// The address to answer on; only this machine can reach it when left out.
    #[arg(short, long, value_name = "ADDRESS", env = "DOSSIER_INTERFACE")]
    pub interface: Option<IpAddr>,
    /// The port; when left out, 4747 or the next free one.
    #[arg(short, long, value_name = "PORT", env = "DOSSIER_PORT")]
    pub port: Option<u16>,
    /// Open the site in the browser.
    #[arg(short = 'O', long)]
    pub open: bool,
    /// Show drafts too.
    #[arg(long, env = "DOSSIER_DRAFTS")]
    pub drafts: bool,
    /// Show articles of a day to come too.
    #[arg(long, env = "DOSSIER_FUTURE")]
    pub future: bool,
    /// Leave the pages as they are: no script that shows changes and problems.
    #[arg(long)]
    pub no_reload: bool,
    /// What opens a file at a place, such as `code -g {file}:{line}:{column}`; a `vscode://` link when left out.
    #[arg(long, value_name = "COMMAND", env = "DOSSIER_EDITOR")]
    pub editor: Option<String>,
}

/// The arguments of `dossier search`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  dossier search kuril working groups     what has these words, best first\n  dossier search lavrow                   slips are forgiven\n  dossier search islands --kind article --year 2017\n  dossier search islands --json | jq .file   for other programs: one thing found a line"
)]
pub struct SearchArgs {
    /// Words to look for; the last may be unfinished.
    #[arg(value_name = "QUERY", required = true)]
    pub query: Vec<String>,
    /// Only things of this kind: article, person, place, organisation, event, subject, source, page.
    #[arg(short, long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Only articles of this year.
    #[arg(short, long, value_name = "YEAR")]
    pub year: Option<String>,
    /// Only articles of this source, by its name.
    #[arg(short, long, value_name = "NAME")]
    pub source: Option<String>,
    /// How many are shown.
    #[arg(short = 'n', long, value_name = "NUMBER", default_value_t = 10)]
    pub limit: usize,
    /// Print one JSON object a line.
    #[arg(long)]
    pub json: bool,
}

/// The arguments of `dossier deploy`.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
#[derive(Args, Clone, Debug, Default)]
#[command(
    after_help = "Targets in dossier.yaml, by kind:\n  deploy:\n    www:    {type: dir, path: /srv/www/dossier}\n    pages:  {type: git, url: git@github.com:me/dossier.git, branch: gh-pages}\n    server: {type: rsync, host: web@example.org, path: /srv/www/dossier}\n    space:  {type: sftp, host: me@example.org, path: www, releases: 0}\n    bucket: {type: s3, bucket: my-dossier, region: eu-central-1, prefix: kuril}\n    google: {type: gcs, bucket: www.example.org}\n    azure:  {type: azure, account: me, container: $web}\n    own:    {type: command, run: npx wrangler pages deploy \"$DOSSIER_SITE\" --project-name dossier}\n\nOnly what has changed travels; only what dossier has put there is ever deleted. A deploy that fails or is killed is completed by the next.\n\nExamples:\n  dossier deploy                 to the only target\n  dossier deploy pages --dry-run what would be done, step by step\n  dossier deploy pages --yes     without a question"
)]
pub struct DeployArgs {
    /// The target, by its name below `deploy:`; may be left out when there is only one.
    #[arg(value_name = "TARGET")]
    pub target: Option<String>,
    /// Print what would be done; nothing is published.
    #[arg(short = 'n', long)]
    pub dry_run: bool,
    /// Let so many pages go, if it is more than a quarter of all.
    #[arg(long, value_name = "N")]
    pub allow_delete: Option<usize>,
    /// Do not ask before publishing.
    #[arg(short, long)]
    pub yes: bool,
    /// Replace files that others have put where a page goes.
    #[arg(long)]
    pub force: bool,
    /// Leave out what no person has confirmed.
    #[arg(long, env = "DOSSIER_REVIEWED_ONLY")]
    pub reviewed_only: bool,
    /// Publish drafts too.
    #[arg(long, env = "DOSSIER_DRAFTS")]
    pub drafts: bool,
    /// Publish articles of a day to come too.
    #[arg(long, env = "DOSSIER_FUTURE")]
    pub future: bool,
    /// Where the site is built, relative to the root.
    #[arg(short, long, value_name = "DIR", env = "DOSSIER_OUTPUT_DIR")]
    pub output_dir: Option<PathBuf>,
    /// Where readers will find the site.
    #[arg(short = 'u', long, value_name = "URL", env = "DOSSIER_BASE_URL")]
    pub base_url: Option<String>,
}

/// The arguments of `dossier new`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  dossier new topic \"Kuril Islands\"          content/topics/kuril-islands.md\n  dossier new page Method                  content/pages/method.md\n  $EDITOR \"$(dossier new article Talks)\"   its path is printed, for an editor\n\nA file that is there is never overwritten."
)]
pub struct NewArgs {
    /// What it is.
    #[arg(value_enum, value_name = "KIND")]
    pub kind: NewKind,
    /// Its title or name; the file's name is made of it.
    #[arg(value_name = "NAME")]
    pub name: String,
}

/// What can be begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NewKind {
    /// A text of your own, beside those that are read from seeds.
    Article,
    /// A person, place, organisation, event or subject.
    Topic,
    /// An outlet, agency or ministry.
    Source,
    /// A free-standing page, such as “Method”.
    Page,
}

/// The arguments of `dossier check`.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Exit code 0 when all is well, 1 when something is wrong (with --strict a warning counts), 2 when there is nothing to check.\n\nExamples:\n  dossier check                      everything but links to other sites\n  dossier check --strict --json      for CI: one JSON object a line\n  dossier check --external           ask other sites too, one request a second to each; answers are kept\n  dossier explain unknown-link       what a code means\n\nWhat is right as it is may be allowed in dossier.yaml:\n  check:\n    allow:\n      - {code: orphan-topic, path: content/topics/tokyo.md, reason: articles will follow}"
)]
pub struct CheckArgs {
    /// Print one JSON object a line.
    #[arg(long)]
    pub json: bool,
    /// Warnings count as errors.
    #[arg(long, env = "DOSSIER_STRICT")]
    pub strict: bool,
    /// Check drafts too.
    #[arg(long, env = "DOSSIER_DRAFTS")]
    pub drafts: bool,
    /// Ask other sites whether the pages that the dossier links to are still there.
    #[arg(long)]
    pub external: bool,
}

/// The arguments of `dossier init`.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Examples:\n  dossier init kuril        a new folder\n  dossier init              the folder that you are in; what is there stays\n\nIt asks nothing. The settings are all in dossier.yaml, commented out."
)]
pub struct InitArgs {
    /// The new dossier's folder.
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
    /// Write a workflow too, that builds, checks and deploys on every push.
    #[arg(long, value_enum, value_name = "HOST")]
    pub ci: Option<Ci>,
}

/// Who runs a workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Ci {
    /// GitHub Actions.
    Github,
    /// GitLab CI/CD.
    Gitlab,
}
