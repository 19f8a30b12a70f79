import { TimeSlice } from './time-slice.js';

/** Pauses until a slice is over, and says what came of it. */
async function afterOneSlice(ends?: AbortSignal): Promise<string> {
  const slice = new TimeSlice(ends);
  for (;;) {
    const pause = slice.pause();
    if (pause === undefined) continue;
    return pause.then(
      () => 'goes on',
      (error: Error) => error.message,
    );
  }
}

describe('The turn of a long loop', () => {
  it('goes on after its slice, and ends with the reason of a caller that has gone', async () => {
    const gone = new AbortController();
    expect(await afterOneSlice()).toBe('goes on');
    expect(await afterOneSlice(gone.signal)).toBe('goes on');
    gone.abort(new Error('the client has gone'));
    expect(await afterOneSlice(gone.signal)).toBe('the client has gone');
  });
});
