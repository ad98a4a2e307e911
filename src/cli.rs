//! The command line. Definitions only: what a flag does is said in `verbs/`.

use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, error::ErrorKind, parser::ValueSource};
use clap_complete::Shell;

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
    Build(BuildArgs),
    /// Begin a new dossier.
    Init(InitArgs),
    /// Print completions for a shell.
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
#[derive(Args, Clone, Debug)]
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
    /// Publish nothing if there is a single error or warning.
    #[arg(long, env = "DOSSIER_STRICT")]
    pub strict: bool,
    /// Leave out what no person has confirmed.
    #[arg(long, env = "DOSSIER_REVIEWED_ONLY")]
    pub reviewed_only: bool,
    /// Build into a folder that holds other files; they stay.
    #[arg(long)]
    pub force: bool,
    /// Print how many milliseconds each stage took.
    #[arg(long)]
    pub profile: bool,
}

/// The arguments of `dossier init`.
#[derive(Args, Clone, Debug)]
pub struct InitArgs {
    /// The new dossier's folder.
    #[arg(value_name = "DIR", default_value = ".")]
    pub dir: PathBuf,
}
