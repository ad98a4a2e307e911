//! The bytes of a picture to the sizes that a site shows: decoded within limits, turned upright, made smaller, written
//! anew. Nothing of the original's bytes comes through, so neither does what cameras note about place and owner.
//!
//! The same bytes give the same result: no clock, no threads, and arithmetic that is the same on every machine.

mod encode;
#[cfg(test)]
mod tests;

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, error::LimitError,
    error::LimitErrorKind, imageops::FilterType,
};
use serde::{Deserialize, Serialize};

/// Changes whenever the same picture would become other bytes.
pub const VERSION: u32 = 1;

/// Widths in pixels for telephones, columns and large screens. Nothing is made larger than it is.
const WIDTHS: [u32; 3] = [480, 960, 1920];

/// The most pixels on a side, and the most memory for a decoded picture: 64 million pixels with four bytes each.
const LONGEST_SIDE: u32 = 30_000;
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Extensions of the pictures that are shown.
pub const PICTURES: [&str; 5] = ["gif", "jpeg", "jpg", "png", "webp"];

/// A picture in one size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// What it was written as.
    pub format: Format,
    /// Its file.
    pub bytes: Vec<u8>,
}

/// The formats in which pictures are published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// Photographs.
    Jpeg,
    /// Drawings, screenshots and whatever is transparent; without loss.
    WebP,
}

impl Format {
    /// `jpg` or `webp`.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::WebP => "webp",
        }
    }
}

/// Why a picture cannot be shown, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub why: String,
    /// What to do.
    pub hint: &'static str,
}

fn refused<T>(why: impl Into<String>, hint: &'static str) -> Result<T, Refusal> {
    Err(Refusal { why: why.into(), hint })
}

/// Makes a picture's sizes, from small to large. What the bytes are is read from them, not from the file's name.
pub fn make(bytes: &[u8]) -> Result<Vec<Made>, Refusal> {
    let (picture, profile) = decode(bytes)?;
    let (width, height) = (picture.width(), picture.height());
    let largest = width.min(WIDTHS[WIDTHS.len() - 1]);
    let smaller = WIDTHS.into_iter().filter(|smaller| *smaller < largest);
    let scaled = |to: u32| {
        let tall = (u64::from(height) * u64::from(to) / u64::from(width)).max(1);
        let tall = u32::try_from(tall).unwrap_or(u32::MAX);
        if to == width { picture.clone() } else { picture.resize_exact(to, tall, FilterType::CatmullRom) }
    };
    let top = scaled(largest);
    let (format, bytes) = encode::best(&top, profile.as_deref())?;
    let top_made = Made { width: top.width(), height: top.height(), format, bytes };
    let mut made = Vec::with_capacity(WIDTHS.len());
    for to in smaller {
        let scaled = scaled(to);
        let bytes = encode::encode(&scaled, format, profile.as_deref())?;
        // A smaller picture that is no smaller file serves nobody.
        if bytes.len() < top_made.bytes.len() {
            made.push(Made { width: scaled.width(), height: scaled.height(), format, bytes });
        }
    }
    made.push(top_made);
    Ok(made)
}

/// The picture upright, with its colour profile if it has a small one.
fn decode(bytes: &[u8]) -> Result<(DynamicImage, Option<Vec<u8>>), Refusal> {
    let format = match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Gif | ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => format,
        _ if looks_like_svg(bytes) => {
            return refused(
                "it is an SVG, which is a program as much as a picture, and is not published",
                "export it as PNG, twice as large as it is to be shown",
            );
        }
        _ => return refused("it is no picture that can be read", "save it as JPEG, PNG, WebP or GIF"),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| explain(&error))?;
    // Before anything is decoded: a small file can name a size that fills the memory of any machine.
    let (width, height) = decoder.dimensions();
    if decoder.total_bytes() > MOST_BYTES || width > LONGEST_SIDE || height > LONGEST_SIDE {
        return refused(
            format!("it has {width} × {height} pixels, more than can be shown"),
            "make it smaller; 4,000 pixels on the longer side are plenty",
        );
    }
    if width == 0 || height == 0 {
        return refused("it has no pixels", "save it anew");
    }
    let profile =
        decoder.icc_profile().ok().flatten().filter(|profile| profile.len() <= encode::LARGEST_PROFILE);
    let orientation = decoder.orientation().map_err(|error| explain(&error))?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| explain(&error))?;
    picture.apply_orientation(orientation);
    Ok((encode::in_eight_bits(picture), profile))
}

fn explain(error: &ImageError) -> Refusal {
    let large = matches!(
        error,
        ImageError::Limits(error) if is_large(error)
    );
    if large {
        return Refusal {
            why: "it has more pixels than can be shown".to_owned(),
            hint: "make it smaller; 4,000 pixels on the longer side are plenty",
        };
    }
    Refusal { why: format!("it is damaged: {error}"), hint: "open it in a picture editor and save it anew" }
}

fn is_large(error: &LimitError) -> bool {
    matches!(error.kind(), LimitErrorKind::DimensionError | LimitErrorKind::InsufficientMemory)
}

fn looks_like_svg(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    head.contains("<svg")
}
