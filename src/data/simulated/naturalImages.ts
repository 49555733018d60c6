import type { Random } from '../random';
import type { ImageStyle } from './regionParameters';
import { createTexture, standardise, type Texture } from './texture';

/** Side of the source images in pixels, as in Antolik et al. 2016; the neurons look at these. */
export const SOURCE_SIDE = 31;
export const SOURCE_PIXELS = SOURCE_SIDE * SOURCE_SIDE;
/** Objects may begin this many pixels outside the image. */
const MARGIN = 5;
const TEXTURES = 4;
/** Covers the image wherever its centre lies. */
const BACKGROUND_RADIUS = 60;
/** Divides the image, as the horizon or a near object does in many photographs. */
const HORIZON_RADIUS = 20;

/** What the objects of one scene have in common. */
function drawScene(random: Random, style: ImageStyle, textures: readonly Texture[]) {
  return {
    texture: textures[random.integer(textures.length)],
    /** Standard deviation of the texture on an object; that of object luminances is 1. */
    roughness: style.roughness * Math.exp(style.roughnessSpread * random.normal()),
    /** How much longer than wide the texture's grains are. */
    grain: Math.exp(0.5 * Math.abs(random.normal())),
    /** Radians. Cardinal directions, above all the horizontal, prevail in natural scenes. */
    grainDirection: random.uniform() < 0.6 ? 0.25 * random.normal() : random.uniform() * Math.PI,
    textureSize: style.textureSize * Math.exp(0.3 * random.normal()),
  };
}

/**
 * Fills the pixels of one object: luminance, linear shading, texture, an irregular and more or less
 * sharp outline.
 */
function paintObject(
  image: Float64Array,
  scene: ReturnType<typeof drawScene>,
  random: Random,
  radius: number,
): void {
  const centreX = -MARGIN + random.uniform() * (SOURCE_SIDE + 2 * MARGIN);
  const centreY = -MARGIN + random.uniform() * (SOURCE_SIDE + 2 * MARGIN);
  const elongation = Math.exp(0.9 * Math.abs(random.normal()));
  const halfLength = radius * Math.sqrt(elongation);
  const halfWidth = radius / Math.sqrt(elongation);
  const direction = random.uniform() * Math.PI;
  const cosine = Math.cos(direction);
  const sine = Math.sin(direction);
  const edge = 0.7 + 0.8 * random.uniform() ** 2;
  const outline = 0.25 * random.uniform();
  const luminance = random.normal();
  const shading = 0.45 * random.normal();
  const offsetX = random.uniform() * 256;
  const offsetY = random.uniform() * 256;
  const roughness = scene.roughness * Math.exp(0.4 * random.normal());
  const grainCosine = Math.cos(scene.grainDirection);
  const grainSine = Math.sin(scene.grainDirection);

  const reach = halfLength * (1 + outline * 2) + edge;
  const firstY = Math.max(0, Math.ceil(centreY - reach));
  const lastY = Math.min(SOURCE_SIDE - 1, Math.floor(centreY + reach));
  const firstX = Math.max(0, Math.ceil(centreX - reach));
  const lastX = Math.min(SOURCE_SIDE - 1, Math.floor(centreX + reach));
  for (let y = firstY; y <= lastY; y++) {
    for (let x = firstX; x <= lastX; x++) {
      const along = ((x - centreX) * cosine + (y - centreY) * sine) / halfLength;
      const across = ((y - centreY) * cosine - (x - centreX) * sine) / halfWidth;
      const distance = Math.sqrt(along * along + across * across);
      if (distance > 1 + 2 * outline + edge / halfWidth) continue;
      const boundary = 1 + outline * scene.texture(offsetX + x * 0.7, offsetY + y * 0.7);
      const coverage = Math.min(1, Math.max(0, 0.5 + ((boundary - distance) * halfWidth) / edge));
      if (coverage === 0) continue;
      const grainX = (x * grainCosine + y * grainSine) / (scene.textureSize * scene.grain);
      const grainY = (y * grainCosine - x * grainSine) / scene.textureSize;
      const surface =
        luminance +
        shading * (along + 0.5 * across) +
        roughness * scene.texture(offsetX + grainX, offsetY + grainY);
      const index = y * SOURCE_SIDE + x;
      image[index] += coverage * (surface - image[index]);
    }
  }
}

/**
 * Radius in pixels from a density proportional to r^-3: images then look the same at every scale
 * (Lee, Mumford & Huang 2001).
 */
function objectRadius(random: Random, smallest: number, largest: number): number {
  const low = smallest ** -2;
  const high = largest ** -2;
  return (low + random.uniform() * (high - low)) ** -0.5;
}

/** Arbitrary luminances of one scene of occluding objects, [31 * 31]. */
function paintScene(random: Random, style: ImageStyle, textures: readonly Texture[]): Float64Array {
  const image = new Float64Array(SOURCE_PIXELS);
  const scene = drawScene(random, style, textures);
  const objects = random.poisson(style.objects * Math.exp(0.6 * random.normal()));
  paintObject(image, scene, random, BACKGROUND_RADIUS);
  paintObject(image, scene, random, HORIZON_RADIUS);
  for (let object = 0; object < objects; object++) {
    paintObject(
      image,
      scene,
      random,
      objectRadius(random, style.smallestRadius, style.largestRadius),
    );
  }
  return image;
}

const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/**
 * Natural-like grey images: dead leaves (occluding objects) with shading and 1/f texture.
 * @returns [count, 31, 31] integers in 0 ... 255
 */
export function naturalImages(random: Random, count: number, style: ImageStyle): Uint8Array {
  const textures = Array.from({ length: TEXTURES }, () => createTexture(random));
  const pixels = new Uint8Array(count * SOURCE_PIXELS);
  for (let image = 0; image < count; image++) {
    const luminances = paintScene(random, style, textures);
    standardise(luminances);
    if (style.saturation > 0) {
      for (let pixel = 0; pixel < SOURCE_PIXELS; pixel++)
        luminances[pixel] = Math.tanh(style.saturation * luminances[pixel]);
      standardise(luminances);
    }
    const mean = clamp(style.brightness + style.brightnessSpread * random.normal(), 25, 225);
    const contrast = clamp(style.contrast + style.contrastSpread * random.normal(), 20, 105);
    for (let pixel = 0; pixel < SOURCE_PIXELS; pixel++) {
      pixels[image * SOURCE_PIXELS + pixel] = clamp(
        Math.round(mean + contrast * luminances[pixel]),
        0,
        255,
      );
    }
  }
  return pixels;
}
