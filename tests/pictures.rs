//! Pictures and documents: made ready, shown with their sizes, never loaded from elsewhere, and never published unasked.

use std::io::Cursor;

use image::{DynamicImage, ImageBuffer, ImageFormat, Rgb};

use crate::driver::Dossier;

fn photograph(width: u32, height: u32) -> Vec<u8> {
    let mut noise = 7u32;
    let pixels = ImageBuffer::from_fn(width, height, |x, _| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = u8::try_from(noise >> 28).unwrap_or(0);
        Rgb([u8::try_from(x % 200).unwrap_or(0) + grain, 90, grain])
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(pixels).write_to(&mut bytes, ImageFormat::Jpeg).expect("a picture");
    bytes.into_inner()
}

fn dossier() -> Dossier {
    let dossier = Dossier::empty()
        .edit("dossier.yaml", "base_url: https://example.org/d/\n")
        .edit(
            "content/articles/a.md",
            "---\ntitle: A\nimage: {src: media/Harbour 1.jpg, alt: Boats, caption: In May, credit: Agency}\n---\n\nWords.\n",
        )
        .edit(
            "content/pages/p.md",
            "---\ntitle: P\n---\n\n![Boats <at> \"quay\"](media/Harbour%201.jpg \"A caption\")\n\nAnd ![small](beside.jpg) \
             among words, [the report](media/report.pdf), ![far](https://elsewhere.example/x.jpg).\n",
        )
        .edit("content/topics/t.md", "---\nname: Harbour\nimage: media/Harbour 1.jpg\n---\n");
    dossier.write("content/media/Harbour 1.jpg", &photograph(1000, 500));
    dossier.write("content/media/unused.jpg", &photograph(30, 30));
    dossier.write("content/media/report.pdf", b"%PDF-1.7\n%%EOF\n");
    dossier.write("content/pages/beside.jpg", &photograph(40, 20));
    dossier
}

#[test]
fn pictures_stand_where_texts_put_them() {
    let built = dossier().build();
    let page = built.page("/p/");
    let figure = page.split("<figure class=\"picture\">").nth(1).expect("a figure");
    for part in [
        "src=\"/d/media/harbour-1-",
        "-480.jpg 480w, ",
        "sizes=\"",
        "width=\"1000\" height=\"500\"",
        "alt=\"Boats &lt;at&gt; &quot;quay&quot;\"",
        "loading=\"lazy\"",
        "<figcaption>A caption</figcaption></figure>",
    ] {
        assert!(figure.contains(part), "{part}: {figure}");
    }
    assert!(page.contains("width=\"40\" height=\"20\" alt=\"small\""), "{page}");
    assert!(page.contains("<a href=\"/d/media/report-") && page.contains(".pdf\">the report</a>"), "{page}");
    assert!(page.contains("<a href=\"https://elsewhere.example/x.jpg\" rel="), "never loaded: {page}");
    let article = built.page("/articles/a/");
    assert!(article.contains("width=\"1000\"") && article.contains("alt=\"Boats\""), "{article}");
    assert!(article.contains("In May") && article.contains("Agency"));
    for (address, alt) in [("/articles/a/", "Boats"), ("/topics/t/", "Harbour")] {
        let page = built.page(address);
        assert!(page.contains("fetchpriority=\"high\"") && !page.contains("loading=\"lazy\""), "{page}");
        for part in [
            "<meta property=\"og:image\" content=\"https://example.org/d/media/harbour-1-",
            "<meta property=\"og:image:width\" content=\"1000\">",
            &format!("<meta property=\"og:image:alt\" content=\"{alt}\">"),
            "content=\"summary_large_image\"",
            "\"image\":{\"@type\":\"ImageObject\",\"url\":\"https://example.org/d/media/harbour-1-",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
    }
    let bare = built.page("/p/");
    assert!(!bare.contains("og:image") && bare.contains("content=\"summary\""), "{bare}");
    assert!(
        built.page("/topics/harbour/").contains("width=\"1000\"")
            || built.page("/topics/t/").contains("width=\"1000\"")
    );
}

#[test]
fn what_is_shown_is_published_once_and_nothing_else() {
    let built = dossier().build();
    let output = built.output();
    let media: Vec<&str> =
        output.keys().map(String::as_str).filter(|path| path.starts_with("media/")).collect();
    assert_eq!(media.len(), 3 + 1 + 1, "three widths, one small one, one document: {media:?}");
    assert!(!media.iter().any(|path| path.contains("unused")));
    assert_eq!(
        output[*media.iter().find(|path| path.contains("report-")).expect("a PDF")],
        b"%PDF-1.7\n%%EOF\n"
    );
    let again = built.build();
    assert_eq!(again.made(), 0);
    let cleared = again.remove(".dossier").build();
    assert!(cleared.output() == output, "the same bytes from nothing");
    let withdrawn = cleared.edit("content/pages/p.md", "---\ntitle: P\n---\n").build();
    assert_eq!(withdrawn.output().keys().filter(|path| path.starts_with("media/")).count(), 3);
}

#[test]
fn what_is_missing_or_refused_is_named_with_its_place() {
    let text = "---\ntitle: P\n---\n\n![a](media/Harbor 1.jpg)\n\n![a](<media/Harbor 1.jpg>)\n\n![b](media/drawing.svg)\n\n![c](media/report.pdf)\n\n![d](media/broken.png)\n\n[e](media/none.pdf)\n";
    let flawed = dossier().edit("content/pages/p.md", text).edit(
        "content/articles/b.md",
        "---\ntitle: B\nimage: {src: media/gone.jpg, alt: x}\n---\n\n![kept as text](x/y.jpg)\n",
    );
    flawed.write("content/media/drawing.svg", b"<svg onload=\"alert(1)\"/>");
    flawed.write("content/media/broken.png", b"\x89PNG\r\n\x1a\nno");
    let flawed = flawed.run(&["build"]);
    assert_eq!(flawed.last.code, Some(1), "{}", flawed.last.stderr);
    for part in [
        "unknown-picture",
        "content/pages/p.md:7:1",
        "did you mean `media/Harbour 1.jpg`?",
        "content/pages/p.md:9:1",
        "SVG",
        "export it as PNG",
        "is a document, not a picture",
        "damaged",
        "unknown-document",
        "content/articles/b.md:3:14",
    ] {
        assert!(flawed.last.stderr.contains(part), "{part}: {}", flawed.last.stderr);
    }
    assert!(!flawed.last.stderr.contains("x/y.jpg"), "a seed's own pictures are no mistakes");
    assert!(flawed.page("/articles/b/").contains("kept as text"));
    assert!(!flawed.output().keys().any(|path| path.contains("svg") && path.starts_with("media/")));
}
