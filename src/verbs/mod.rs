//! One file a command: a short script over edges and stages.
