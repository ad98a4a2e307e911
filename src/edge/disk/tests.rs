//! What the folders of a dossier may hold, and what reading and saving make of it.

use std::{fs, path::Path};

use super::*;

/// A dossier in memory where that is to be had.
fn dossier() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
    fs::create_dir_all(folder.path().join("site")).expect("site");
    let root = find_root(&folder.path().join("site")).expect("the root");
    (folder, root)
}

fn write(root: &Path, path: &str, bytes: &[u8]) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().expect("a folder")).expect("folders");
    fs::write(place, bytes).expect(path);
}

fn inputs(root: &Path) -> Inputs {
    let built_in = vec![
        InputFile {
            path: RelPath::new("themes/broadsheet/templates/a.html"),
            bytes: b"built in".as_slice().into(),
        },
        InputFile {
            path: RelPath::new("themes/broadsheet/templates/b.html"),
            bytes: b"built in".as_slice().into(),
        },
    ];
    read_inputs(root, Config::default(), (2026, 11, 23), &|_| Some(built_in.clone()))
}

fn paths(files: &[InputFile]) -> Vec<&str> {
    files.iter().map(|file| file.path.as_str()).collect()
}

/// Code and path of each diagnostic.
fn said(inputs: &Inputs) -> Vec<(&str, &str)> {
    inputs.diagnostics.iter().map(|d| (d.code, d.path.as_ref().map_or("", RelPath::as_str))).collect()
}

#[test]
fn every_folder_is_read_in_the_order_of_paths() {
    let (_folder, root) = dossier();
    for path in
        ["seeds/b.txt", "seeds/a/z.html", "seeds/a.txt", "content/articles/b.md", "content/articles/a.md"]
    {
        write(&root, path, path.as_bytes());
    }
    for path in ["content/topics/t.md", "content/sources/s.md", "content/pages/p.md", "content/review/r.yaml"]
    {
        write(&root, path, path.as_bytes());
    }
    let inputs = inputs(&root);
    assert_eq!(paths(&inputs.seeds), ["seeds/a.txt", "seeds/a/z.html", "seeds/b.txt"]);
    assert_eq!(paths(&inputs.articles), ["content/articles/a.md", "content/articles/b.md"]);
    assert_eq!(&*inputs.articles[0].bytes, b"content/articles/a.md");
    assert_eq!(
        [&inputs.topics, &inputs.sources, &inputs.pages, &inputs.review].map(|files| paths(files)[0]),
        ["content/topics/t.md", "content/sources/s.md", "content/pages/p.md", "content/review/r.yaml"]
    );
    assert_eq!((said(&inputs), inputs.today), (vec![], (2026, 11, 23)));
}

#[test]
fn an_empty_dossier_is_read_without_complaint() {
    let (_folder, root) = dossier();
    let inputs = inputs(&root);
    assert_eq!((inputs.seeds.len(), inputs.articles.len(), said(&inputs)), (0, 0, vec![]));
}

#[test]
fn what_editors_and_desktops_leave_is_passed_over_and_strange_files_are_named() {
    let (_folder, root) = dossier();
    for name in
        [".#a.md", "a.md~", ".DS_Store", "Thumbs.db", "desktop.ini", "#a.md#", "~$a.docx", ".git/config"]
    {
        write(&root, &format!("content/articles/{name}"), b"");
    }
    write(&root, "content/articles/a.MD", b"x");
    write(&root, "content/articles/a.docx", b"x");
    let inputs = inputs(&root);
    assert_eq!(paths(&inputs.articles), ["content/articles/a.MD"]);
    assert_eq!(said(&inputs), [("not-read", "content/articles/a.docx")]);
}

#[test]
fn a_file_of_the_sites_own_theme_folder_comes_before_the_built_in_one() {
    let (_folder, root) = dossier();
    write(&root, "themes/broadsheet/templates/a.html", b"own theme");
    write(&root, "themes/other/templates/a.html", b"another theme");
    write(&root, "templates/b.html", b"the site's");
    let inputs = inputs(&root);
    let theme: Vec<_> = inputs.theme.iter().map(|file| (file.path.as_str(), &*file.bytes)).collect();
    assert_eq!(
        theme,
        [
            ("templates/b.html", &b"the site's"[..]),
            ("themes/broadsheet/templates/a.html", b"own theme"),
            ("themes/broadsheet/templates/b.html", b"built in"),
        ]
    );
}

#[test]
fn a_theme_that_is_nowhere_is_reported_and_one_outside_is_not_looked_for() {
    let (folder, root) = dossier();
    write(folder.path(), "themes-out/templates/a.html", b"x");
    for theme in ["none", "../../themes-out", "a/b", ""] {
        let config = Config { theme: theme.to_owned(), ..Config::default() };
        let inputs = read_inputs(&root, config, (2026, 1, 1), &|_| None);
        assert_eq!((said(&inputs), inputs.theme.len()), (vec![("no-theme", "")], 0), "{theme}");
    }
}

#[test]
fn a_seed_over_the_limit_is_named_and_not_read() {
    let (_folder, root) = dossier();
    write(&root, "seeds/a.txt", &[b'x'; 10]);
    write(&root, "seeds/b.txt", &[b'x'; 11]);
    fs::File::create(root.join("seeds/c.txt"))
        .and_then(|file| file.set_len(1 << 40))
        .expect("a sparse terabyte");
    let config = Config { seed_limit: 10, ..Config::default() };
    let inputs = read_inputs(&root, config, (2026, 1, 1), &|_| Some(Vec::new()));
    assert_eq!(paths(&inputs.seeds), ["seeds/a.txt"]);
    assert_eq!(said(&inputs), [("too-large", "seeds/b.txt"), ("too-large", "seeds/c.txt")]);
}

#[cfg(unix)]
#[test]
fn links_pipes_and_sockets_are_reported_and_nothing_hangs() {
    use std::os::unix::{fs::symlink, net::UnixListener};
    let (folder, root) = dossier();
    write(folder.path(), "outside/secret.txt", b"secret");
    write(&root, "seeds/real.txt", b"real");
    write(&root, "content/articles/a.md", b"a");
    for (target, link) in [
        ("../../outside/secret.txt", "seeds/out.txt"),
        ("../../outside", "seeds/out"),
        ("real.txt", "seeds/inside.txt"),
        ("nowhere", "seeds/broken.txt"),
        ("nobody@host.1", "seeds/.#lock"),
        ("../seeds", "seeds/loop"),
        ("/dev/zero", "seeds/zero.txt"),
        ("../outside", "static"),
    ] {
        symlink(target, root.join(link)).expect(link);
    }
    let pipe = root.join("seeds/pipe.txt");
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RWXU).expect("a FIFO");
    let _socket = UnixListener::bind(root.join("seeds/socket")).expect("a socket");
    let inputs = inputs(&root);
    assert_eq!(paths(&inputs.seeds), ["seeds/inside.txt", "seeds/real.txt"]);
    assert_eq!(
        said(&inputs),
        [
            ("link-nowhere", "seeds/broken.txt"),
            ("link-loop", "seeds/loop"),
            ("link-out", "seeds/out"),
            ("link-out", "seeds/out.txt"),
            ("no-file", "seeds/pipe.txt"),
            ("no-file", "seeds/socket"),
            ("link-out", "seeds/zero.txt"),
            ("link-out", "static"),
        ]
    );
    // What was a file when the folder was walked may be a FIFO when it is opened.
    let found = Found { path: RelPath::new("seeds/pipe.txt"), place: pipe };
    assert_eq!(read(&found, 10).map_err(|diagnostic| diagnostic.code).err(), Some("no-file"));
    assert!(read_file(&root, &RelPath::new("seeds/pipe.txt")).is_err());
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_are_reported() {
    use std::os::unix::ffi::OsStrExt;
    let (_folder, root) = dossier();
    write(&root, "seeds/a.txt", b"a");
    fs::write(root.join("seeds").join(std::ffi::OsStr::from_bytes(b"\xff.txt")), b"x").expect("a file");
    let inputs = inputs(&root);
    assert_eq!(
        (paths(&inputs.seeds), said(&inputs)),
        (vec!["seeds/a.txt"], vec![("bad-name", "seeds/\u{fffd}.txt")])
    );
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, root) = dossier();
    write(&root, "seeds/a.txt", b"a");
    write(&root, "seeds/locked/b.txt", b"b");
    let lock = |path: &str, mode| {
        fs::set_permissions(root.join(path), fs::Permissions::from_mode(mode)).expect(path);
    };
    lock("seeds/a.txt", 0);
    lock("seeds/locked", 0);
    let may_all_the_same = fs::read(root.join("seeds/a.txt")).is_ok();
    let inputs = inputs(&root);
    lock("seeds/locked", 0o755);
    if !may_all_the_same {
        assert_eq!(said(&inputs), [("unreadable", "seeds/a.txt"), ("unreadable", "seeds/locked")]);
    }
}

#[test]
fn a_new_file_never_replaces_one_that_is_there() {
    let (_folder, root) = dossier();
    let path = RelPath::new("content/articles/a.md");
    assert_eq!(write_new(&root, &path, b"the machine's"), Ok(Saved::Written));
    write(&root, path.as_str(), b"the curator's");
    assert_eq!(write_new(&root, &path, b"the machine's"), Ok(Saved::Kept));
    assert_eq!(replace(&root, &path, b"x").map_err(|d| d.code), Err("not-saved"));
    assert_eq!(
        read_file(&root, &path).map(|bytes| bytes.as_deref().map(<[u8]>::to_vec)),
        Ok(Some(b"the curator's".to_vec()))
    );
    assert_eq!(read_file(&root, &RelPath::new("dossier.yaml")), Ok(None));
}

#[test]
fn the_machines_own_files_are_replaced_and_keep_their_time_when_nothing_changed() {
    let (_folder, root) = dossier();
    let path = RelPath::new("content/review/a.yaml");
    assert_eq!(replace(&root, &path, b"1"), Ok(Saved::Written));
    assert_eq!(replace(&root, &path, b"2"), Ok(Saved::Written));
    assert_eq!(replace(&root, &path, b"2"), Ok(Saved::Kept));
    assert_eq!(inputs(&root).review[0].bytes.as_ref(), b"2");
}

#[test]
fn many_files_are_saved_at_once_and_nothing_hidden_stays() {
    let (_folder, root) = dossier();
    write(&root, "content/articles/.0123.dossier-new", b"left by a kill");
    let save = |number: usize| Save {
        path: RelPath::new(format!("content/articles/{number}.md")),
        bytes: number.to_string().into_bytes(),
        how: How::New,
    };
    let saves: Vec<Save> = (0..100).map(save).collect();
    assert!(save_all(&root, &saves).into_iter().all(|saved| saved == Ok(Saved::Written)));
    assert!(save_all(&root, &saves).into_iter().all(|saved| saved == Ok(Saved::Kept)));
    assert_eq!(inputs(&root).articles.len(), 100);
    assert_eq!(fs::read_dir(root.join("content/articles")).map(Iterator::count).ok(), Some(100));
}

#[cfg(unix)]
#[test]
fn nothing_is_saved_outside_the_dossier() {
    let (folder, root) = dossier();
    fs::create_dir_all(folder.path().join("outside")).expect("outside");
    fs::create_dir_all(root.join("content")).expect("content");
    std::os::unix::fs::symlink(folder.path().join("outside"), root.join("content/articles")).expect("link");
    for path in
        ["content/articles/a.md", "../outside/a.md", "/tmp/a.md", "content/\0.md", "content/review/../../a"]
    {
        for how in [How::New, How::Replace] {
            let saves = [Save { path: RelPath::new(path), bytes: Vec::new(), how }];
            assert!(save_all(&root, &saves)[0].is_err(), "{path}");
        }
    }
    assert_eq!(fs::read_dir(folder.path().join("outside")).map(Iterator::count).ok(), Some(0));
}

#[test]
fn a_root_must_be_a_folder() {
    let (folder, root) = dossier();
    write(&root, "file", b"");
    assert!(find_root(&root.join("file")).is_err_and(|d| d.message.contains("is a file")));
    assert!(find_root(&folder.path().join("none")).is_err_and(|d| d.message.contains("does not exist")));
}

fn over(path: &str, was: &[u8], bytes: &[u8]) -> Save {
    let how = How::Over(crate::memo::bytes_key(was));
    Save { path: RelPath::new(path), bytes: bytes.to_vec(), how }
}

#[test]
fn a_decision_is_written_only_over_what_it_was_about() {
    let (_folder, root) = dossier();
    write(&root, "content/articles/a.md", b"one");
    write(&root, "content/review/a.yaml", b"waits");
    let saves =
        [over("content/articles/a.md", b"one", b"two"), over("content/review/a.yaml", b"waits", b"done")];
    assert_eq!(apply(&root, &saves), Ok(()));
    assert_eq!(fs::read(root.join("content/articles/a.md")).ok().as_deref(), Some(&b"two"[..]));
    // The same again: the article is another one by now, so the review stays as well.
    write(&root, "content/review/a.yaml", b"waits");
    let codes = apply(&root, &saves).map_err(|problems| problems.iter().map(|d| d.code).collect::<Vec<_>>());
    assert_eq!(codes, Err(vec!["changed-meanwhile"]));
    assert_eq!(fs::read(root.join("content/review/a.yaml")).ok().as_deref(), Some(&b"waits"[..]));
    let new = Save { how: How::New, ..over("content/articles/a.md", b"", b"three") };
    assert!(apply(&root, &[new]).is_err());
    assert_eq!(fs::read_dir(root.join("content/articles")).map(Iterator::count).ok(), Some(1));
}

#[cfg(unix)]
#[test]
fn an_edited_file_keeps_its_rights_and_a_read_only_one_its_bytes() {
    use std::os::unix::fs::PermissionsExt;

    let (_folder, root) = dossier();
    write(&root, "content/articles/a.md", b"one");
    let place = root.join("content/articles/a.md");
    let mode = |mode| fs::set_permissions(&place, fs::Permissions::from_mode(mode)).expect("rights");
    mode(0o640);
    assert_eq!(apply(&root, &[over("content/articles/a.md", b"one", b"two")]), Ok(()));
    assert_eq!(fs::metadata(&place).map(|found| found.permissions().mode() & 0o777).ok(), Some(0o640));
    mode(0o440);
    assert!(apply(&root, &[over("content/articles/a.md", b"two", b"three")]).is_err());
    assert_eq!(fs::read(&place).ok().as_deref(), Some(&b"two"[..]));
}

#[cfg(unix)]
#[test]
fn through_a_link_the_file_is_edited_and_the_link_stays() {
    let (_folder, root) = dossier();
    write(&root, "elsewhere/a.md", b"one");
    fs::create_dir_all(root.join("content/articles")).expect("folders");
    std::os::unix::fs::symlink("../../elsewhere/a.md", root.join("content/articles/a.md")).expect("a link");
    assert_eq!(apply(&root, &[over("content/articles/a.md", b"one", b"two")]), Ok(()));
    assert_eq!(fs::read(root.join("elsewhere/a.md")).ok().as_deref(), Some(&b"two"[..]));
    assert!(fs::symlink_metadata(root.join("content/articles/a.md")).is_ok_and(|found| found.is_symlink()));
}

#[test]
fn what_was_made_is_taken_back_unless_somebody_has_touched_it() {
    let (_folder, root) = dossier();
    write(&root, "content/topics/a.md", b"made");
    let (path, was) = (RelPath::new("content/topics/a.md"), crate::memo::bytes_key(b"made"));
    write(&root, "content/topics/a.md", b"touched");
    assert!(take_back(&root, &path, was).is_err());
    write(&root, "content/topics/a.md", b"made");
    assert_eq!(take_back(&root, &path, was), Ok(()));
    assert!(!root.join("content/topics/a.md").exists());
}
