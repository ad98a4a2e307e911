//! What becomes of pictures, and what is refused.

use image::{ImageBuffer, ImageEncoder, Rgb, Rgba, codecs::png::PngEncoder};

use super::*;

/// Something like a photograph: no two pixels are alike.
fn photograph(width: u32, height: u32) -> DynamicImage {
    let mut noise = 1u32;
    let pixels = ImageBuffer::from_fn(width, height, |x, y| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = u8::try_from(noise >> 28).unwrap_or(0);
        let at = |n: u32| u8::try_from(n * 200 / 2000 % 200).unwrap_or(0).saturating_add(grain);
        Rgb([at(x), at(y), at(x + y)])
    });
    DynamicImage::ImageRgb8(pixels)
}

fn drawing(width: u32, height: u32) -> DynamicImage {
    let pixels =
        ImageBuffer::from_fn(
            width,
            height,
            |x, _| {
                if x % 40 < 4 { Rgb([0, 0, 0]) } else { Rgb([255, 255, 255u8]) }
            },
        );
    DynamicImage::ImageRgb8(pixels)
}

fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

fn sizes(made: &[Made]) -> Vec<(u32, u32, Format)> {
    made.iter().map(|made| (made.width, made.height, made.format)).collect()
}

#[test]
fn a_photograph_is_made_smaller_and_stays_one() {
    let made = make(&written(&photograph(2000, 1000), ImageFormat::Jpeg)).expect("sizes");
    assert_eq!(sizes(&made), [(480, 240, Format::Jpeg), (960, 480, Format::Jpeg), (1920, 960, Format::Jpeg)]);
    let small = make(&written(&photograph(300, 200), ImageFormat::Png)).expect("sizes");
    assert_eq!(sizes(&small), [(300, 200, Format::Jpeg)], "nothing is made larger");
}

#[test]
fn drawings_and_what_is_transparent_lose_nothing() {
    let made = make(&written(&drawing(400, 300), ImageFormat::Png)).expect("sizes");
    assert_eq!(sizes(&made), [(400, 300, Format::WebP)]);
    let again = image::load_from_memory(&made[0].bytes).expect("a picture").into_rgb8();
    assert_eq!(again, drawing(400, 300).into_rgb8());
    let glass = DynamicImage::ImageRgba8(ImageBuffer::from_pixel(20, 20, Rgba([9, 9, 9, 120])));
    assert_eq!(sizes(&make(&written(&glass, ImageFormat::Png)).expect("sizes")), [(20, 20, Format::WebP)]);
}

#[test]
fn the_same_bytes_come_out_each_time() {
    let bytes = written(&photograph(1000, 400), ImageFormat::Jpeg);
    assert_eq!(make(&bytes), make(&bytes));
}

/// A JPEG with a note of the camera: how it was held, and where.
fn with_exif(orientation: u8) -> Vec<u8> {
    let jpeg = written(&photograph(60, 30), ImageFormat::Jpeg);
    // One entry: tag 0x0112, a short, one of it. Then words that must not come through.
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    exif.extend(b"GPS 43.99 N 145.85 E");
    let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

#[test]
fn what_a_camera_noted_is_obeyed_and_dropped() {
    let made = make(&with_exif(6)).expect("sizes");
    assert_eq!((made[0].width, made[0].height), (30, 60), "turned upright");
    let holds = |words: &[u8]| made[0].bytes.windows(words.len()).any(|window| window == words);
    assert!(!holds(b"Exif") && !holds(b"GPS"));
}

#[test]
fn a_bomb_is_refused_before_it_is_decoded() {
    // The head of a PNG that claims 60,000 × 60,000 pixels, with next to nothing behind it.
    let mut png = written(&drawing(8, 8), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let mut crc = !0u32;
    for byte in &png[12..29] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    png[29..33].copy_from_slice(&(!crc).to_be_bytes());
    let refusal = make(&png).expect_err("a bomb");
    assert!(refusal.why.contains("pixels"), "{refusal:?}");
}

#[test]
fn what_is_no_picture_is_refused_with_a_reason() {
    for (bytes, why) in [
        (&b"<?xml version=\"1.0\"?><svg onload=\"x()\"/>"[..], "SVG"),
        (b"plain words", "no picture"),
        (b"", "no picture"),
        (b"\x89PNG\r\n\x1a\nand nothing", "damaged"),
    ] {
        let refusal = make(bytes).expect_err(why);
        assert!(refusal.why.contains(why), "{why}: {refusal:?}");
    }
    let whole = written(&photograph(64, 64), ImageFormat::Png);
    assert!(make(&whole[..whole.len() / 2]).is_err(), "cut off");
    let mut wide = Vec::new();
    PngEncoder::new(&mut wide).write_image(&[0; 8], 1, 1, image::ExtendedColorType::Rgba16).expect("a pixel");
    assert!(make(&wide).is_ok(), "sixteen bits");
}
