//! How a picture is written: photographs as JPEG, drawings without loss as WebP.
//!
//! There is no encoder in Rust alone for WebP with loss, and the one for AVIF takes seconds for each picture. Without
//! loss WebP is far smaller than PNG, and for drawings smaller than JPEG; for photographs it is several times larger.
//! So a picture without transparency is written as both once, and the better bargain is taken.

use image::{
    DynamicImage, ExtendedColorType, ImageEncoder,
    codecs::{jpeg::JpegEncoder, webp::WebPEncoder},
};

use super::{Format, Refusal};

/// A larger colour profile is a burden: those of cameras and screens have some hundred bytes.
pub(super) const LARGEST_PROFILE: usize = 8 * 1024;

/// From 1 to 100. No difference is to be seen at the sizes that are published.
const JPEG_QUALITY: u8 = 82;

/// A drawing without loss may be so many times as large as with loss: it is sharper.
const WORTH: usize = 2;

/// The better format for a picture, and its bytes.
pub(super) fn best(picture: &DynamicImage, profile: Option<&[u8]>) -> Result<(Format, Vec<u8>), Refusal> {
    let lossless = encode(picture, Format::WebP, profile)?;
    if is_transparent(picture) {
        return Ok((Format::WebP, lossless));
    }
    let lossy = encode(picture, Format::Jpeg, profile)?;
    if lossless.len() <= lossy.len() * WORTH {
        Ok((Format::WebP, lossless))
    } else {
        Ok((Format::Jpeg, lossy))
    }
}

/// A picture in a format.
pub(super) fn encode(
    picture: &DynamicImage,
    format: Format,
    profile: Option<&[u8]>,
) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let (width, height) = (picture.width(), picture.height());
    let profile = profile.map(<[u8]>::to_vec);
    let written = match format {
        Format::Jpeg => {
            let mut encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
            // What cannot hold a profile is written without one.
            let _ = profile.map(|profile| encoder.set_icc_profile(profile));
            encoder.write_image(picture.to_rgb8().as_raw(), width, height, ExtendedColorType::Rgb8)
        }
        Format::WebP => {
            let mut encoder = WebPEncoder::new_lossless(&mut bytes);
            let _ = profile.map(|profile| encoder.set_icc_profile(profile));
            if is_transparent(picture) {
                encoder.write_image(picture.to_rgba8().as_raw(), width, height, ExtendedColorType::Rgba8)
            } else {
                encoder.write_image(picture.to_rgb8().as_raw(), width, height, ExtendedColorType::Rgb8)
            }
        }
    };
    match written {
        Ok(()) => Ok(bytes),
        Err(error) => Err(Refusal {
            why: format!("it cannot be written anew: {error}"),
            hint: "make it smaller or save it in another format",
        }),
    }
}

/// With eight bits a channel, in colours with red, green and blue; without an alpha channel that says nothing.
pub(super) fn in_eight_bits(picture: DynamicImage) -> DynamicImage {
    if picture.color().has_alpha() {
        let picture = picture.into_rgba8();
        if picture.pixels().any(|pixel| pixel.0[3] < u8::MAX) {
            return DynamicImage::ImageRgba8(picture);
        }
        return DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(picture).into_rgb8());
    }
    DynamicImage::ImageRgb8(picture.into_rgb8())
}

fn is_transparent(picture: &DynamicImage) -> bool {
    picture.color().has_alpha()
}
