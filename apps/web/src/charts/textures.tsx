import type { FC } from 'react';

/**
 * What tells shapes of like colours apart for those who do not see colours as others do, and on paper. Series without one
 * are plain.
 */
const TEXTURES: Readonly<Record<string, 'rising' | 'falling' | 'dots' | 'level'>> = {
  noted: 'level',
  closed: 'rising',
  'not-pursued': 'dots',
  'review-declined': 'falling',
  'remedy-pending': 'falling',
  keptLate: 'rising',
  overdue: 'falling',
  unknown: 'dots',
  'preference-denied': 'rising',
  'entry-denied': 'dots',
  ended: 'rising',
};

const PATHS = {
  rising: 'M-1,1 l2,-2 M0,8 l8,-8 M7,9 l2,-2',
  falling: 'M-1,7 l2,2 M0,0 l8,8 M7,-1 l2,2',
  dots: 'M1.5,2.5 h2 M5.5,6.5 h2',
  level: 'M0,2 h8 M0,6 h8',
} as const;

/** The textures of some series; a drawing that uses them holds them. */
export const Textures: FC<{ id: string; names: readonly string[] }> = ({ id, names }) => (
  <defs>
    {[...new Set(names.flatMap((name) => TEXTURES[name] ?? []))].map((texture) => (
      <pattern key={texture} id={`${id}-${texture}`} width="8" height="8" patternUnits="userSpaceOnUse">
        <path className="texture" d={PATHS[texture]} />
      </pattern>
    ))}
  </defs>
);

/** What the texture of a series is filled with; undefined where it is plain. */
export function textureOf(id: string, name: string): string | undefined {
  const texture = TEXTURES[name];
  return texture && `url(#${id}-${texture})`;
}
