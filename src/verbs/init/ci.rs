//! The workflows that `dossier init --ci` writes: build, check and deploy on every push.
//!
//! Everything is pinned: actions by the hash of a commit, images by their full version, the program by a commit that
//! the person names. No secret is written: each host has its own place for them.

/// A file to write.
pub(super) struct Workflow {
    pub(super) path: &'static str,
    pub(super) text: &'static str,
    /// What the person still has to do.
    pub(super) next: &'static str,
}

/// `--ci github`
pub(super) const GITHUB: Workflow = Workflow {
    path: ".github/workflows/dossier.yml",
    text: r#"# Builds, checks and deploys this dossier. Written by `dossier init --ci github`; yours from now on.
#
# Before it runs, name in Settings › Secrets and variables › Actions › Variables:
#   DOSSIER_REPOSITORY  the address of the git repository that the program comes from
#   DOSSIER_REV         the commit of it that you trust, as its full hash
# and the target `pages` in dossier.yaml:
#   deploy:
#     pages: {type: git, url: 'https://github.com/YOU/THIS.git', branch: gh-pages}
name: Dossier
on:
  push:
    branches: [main]
  workflow_dispatch:
# One deploy after the other; a running one is not stopped.
concurrency:
  group: dossier
  cancel-in-progress: false
permissions:
  contents: write
env:
  DOSSIER_REPOSITORY: ${{ vars.DOSSIER_REPOSITORY }}
  DOSSIER_REV: ${{ vars.DOSSIER_REV }}
jobs:
  publish:
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false
      - uses: actions/cache@1bd1e32a3bdc45362d1e726936510720a7c30a57 # v4.2.0
        with:
          path: ~/.cargo/bin/dossier
          key: dossier-${{ runner.os }}-${{ vars.DOSSIER_REV }}
      - name: Install
        run: |
          : "${DOSSIER_REPOSITORY:?name it in the variables of this repository}"
          : "${DOSSIER_REV:?name it in the variables of this repository}"
          command -v dossier || cargo install --locked --git "$DOSSIER_REPOSITORY" --rev "$DOSSIER_REV" dossier
      - name: Build
        run: dossier build --strict
      - name: Check
        run: dossier check
      - name: Deploy
        run: dossier deploy pages --yes
        env:
          DOSSIER_GIT_TOKEN: ${{ secrets.GITHUB_TOKEN }}
"#,
    next: "name DOSSIER_REPOSITORY and DOSSIER_REV in the variables of the repository, and a target `pages` below `deploy:` in \
           dossier.yaml; the head of the workflow says how",
};

/// `--ci gitlab`
pub(super) const GITLAB: Workflow = Workflow {
    path: ".gitlab-ci.yml",
    text: r#"# Builds, checks and deploys this dossier. Written by `dossier init --ci gitlab`; yours from now on.
#
# Before it runs, name in Settings › CI/CD › Variables:
#   DOSSIER_REPOSITORY  the address of the git repository that the program comes from
#   DOSSIER_REV         the commit of it that you trust, as its full hash
# and the target `pages` in dossier.yaml:
#   deploy:
#     pages: {type: command, run: 'rm -rf public && cp -R "$DOSSIER_SITE" public'}
#
# GitLab publishes the folder `public` of the job `pages`.
pages:
  image: rust:1.89.0-bookworm
  # One deploy after the other.
  resource_group: pages
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  variables:
    CARGO_HOME: $CI_PROJECT_DIR/.cargo
    # `public` is what GitLab takes; the site is built beside it.
    DOSSIER_OUTPUT_DIR: built
  cache:
    key: dossier-$DOSSIER_REV
    paths:
      - .cargo/bin/dossier
  script:
    - ': "${DOSSIER_REPOSITORY:?name it in the variables of this project}"'
    - ': "${DOSSIER_REV:?name it in the variables of this project}"'
    - export PATH="$CARGO_HOME/bin:$PATH"
    - command -v dossier || cargo install --locked --git "$DOSSIER_REPOSITORY" --rev "$DOSSIER_REV" dossier
    - dossier build --strict
    - dossier check
    - dossier deploy pages --yes
  artifacts:
    paths:
      - public
"#,
    next: "name DOSSIER_REPOSITORY and DOSSIER_REV in the variables of the project, and a target `pages` below `deploy:` in \
           dossier.yaml; the head of the file says how",
};
