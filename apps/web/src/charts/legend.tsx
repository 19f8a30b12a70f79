import type { FC } from 'react';
import { textureOf, Textures } from './textures.js';

/** One kind of shape in a drawing. */
export interface Series {
  /** Its colour and its texture follow from it. */
  name: string;
  words: string;
}

/** What the colours and textures of a drawing stand for. Its words are in the drawing's table as well. */
export const Legend: FC<{ id: string; series: readonly Series[] }> = ({ id, series }) => (
  <ul className="legend" aria-hidden="true">
    {series.map(({ name, words }) => (
      <li key={name}>
        <svg width="16" height="16" viewBox="0 0 16 16">
          <Textures id={`${id}-legend-${name}`} names={[name]} />
          <rect className={`series ${name}`} width="16" height="16" />
          <rect fill={textureOf(`${id}-legend-${name}`, name) ?? 'none'} width="16" height="16" />
        </svg>
        {words}
      </li>
    ))}
  </ul>
);
