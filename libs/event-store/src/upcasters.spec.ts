import { EventShapes, type Upcaster } from './upcasters.js';

describe('the shapes of events', () => {
  const steps: Upcaster[] = [
    { type: 't', from: 2, up: (data) => ({ ...data, third: true }) },
    { type: 't', from: 1, up: ({ old, ...rest }) => ({ ...rest, renamed: old ?? null }) },
  ];

  it('brings old data to the newest shape, one version after the other', () => {
    const shapes = new EventShapes(steps);
    expect(shapes.currentVersion('t')).toBe(3);
    expect(shapes.upcast('t', 1, { old: 1 })).toEqual({ renamed: 1, third: true });
    expect(shapes.upcast('t', 2, { renamed: 1 })).toEqual({ renamed: 1, third: true });
    expect(shapes.upcast('t', 3, { renamed: 1 })).toEqual({ renamed: 1 });
  });

  it('leaves a type alone that never had another shape', () => {
    const shapes = new EventShapes(steps);
    expect([shapes.currentVersion('other'), shapes.upcast('other', 1, { n: 1 })]).toEqual([1, { n: 1 }]);
  });

  it('refuses data of a shape that only a newer release knows', () => {
    expect(() => new EventShapes().upcast('t', 2, {})).toThrow('has shape 2, and this release knows 1');
  });

  it('refuses upcasters that leave out a version or give it twice', () => {
    expect(() => new EventShapes([steps[0]!])).toThrow('The upcaster for version 1 of "t" is not there.');
    expect(() => new EventShapes([...steps, steps[1]!])).toThrow('two upcasters for version 1 of "t"');
  });
});
