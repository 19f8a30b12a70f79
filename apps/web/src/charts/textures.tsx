import type { FC } from 'react';

const PATHS = {
  rising: 'M-1,1 l2,-2 M0,8 l8,-8 M7,9 l2,-2',
  falling: 'M-1,7 l2,2 M0,0 l8,8 M7,-1 l2,2',
  dots: 'M1.5,2.5 h2 M5.5,6.5 h2',
  level: 'M0,2 h8 M0,6 h8',
  upright: 'M2,0 v8 M6,0 v8',
  dashes: 'M0,2 h5 M4,6 h4 M0,6 h1',
  waves: 'M0,3 l2,-2 l4,4 l2,-2 M0,7 l2,-2 l4,4 l2,-2',
  crosses: 'M0,0 l8,8 M0,8 l8,-8',
  squares: 'M0,0.8 h8 M0.8,0 v8',
  grid: 'M0,4 h8 M4,0 v8',
  rings: 'M2,4 a2,2 0 1 0 4,0 a2,2 0 1 0 -4,0',
} as const;

/**
 * What tells shapes of like colours apart for those who do not see colours as others do, and on paper. Series without one
 * are plain: no two of them in one drawing, unless one is dark and the other light.
 */
export const TEXTURES: Readonly<Record<string, keyof typeof PATHS>> = {
  noted: 'level',
  filed: 'rings',
  'review-requested': 'upright',
  'in-consultation': 'waves',
  'in-remediation': 'crosses',
  'in-panel': 'squares',
  'remedy-pending': 'falling',
  closed: 'rising',
  'not-pursued': 'dots',
  'review-declined': 'dashes',
  late: 'rising',
  'done-day-unknown': 'dots',
  'no-record': 'falling',
  'not-applicable': 'dashes',
  disputed: 'crosses',
  'preference-denied': 'rising',
  penalty: 'crosses',
  'entry-denied': 'dots',
  ended: 'rising',
  'in-doubt': 'grid',
};

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
