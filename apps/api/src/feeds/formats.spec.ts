import { dependsOn } from './formats.js';

describe('an answer that is streamed', () => {
  it('has another ETag under another release or build, though the state is the same', () => {
    const state = ['845 845', '2026-11-28'];
    expect(dependsOn(state, '0.1.0-0123456789abcdef')).not.toBe(dependsOn(state, '0.1.0-fedcba9876543210'));
    expect(dependsOn(state, '0.1.0-0123456789abcdef')).not.toBe(dependsOn(state, '0.2.0-0123456789abcdef'));
    expect(dependsOn(state)).toBe(dependsOn([...state]));
  });
});
