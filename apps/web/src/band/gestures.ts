/** What a hand does with the band. Places are CSS pixels from its left edge. */
export interface Gestures {
  /** Closer by a factor (below 1: from further away), about a place. */
  zoom(factor: number, x: number): void;
  /** The picture is moved by so many pixels. */
  drag(pixels: number): void;
  /** The mouse is over a place; null when it leaves. */
  point(place: { x: number; y: number } | null): void;
  click(place: { x: number; y: number }): void;
  /** Somebody turned the wheel over the band who does not know yet how it zooms. */
  wheelUnused(): void;
}

const MOVES_AFTER = 4;

/**
 * Listens to wheel, mouse, pen and fingers. The wheel zooms while the band has the focus or with Ctrl (which is also how a
 * trackpad tells that it is pinched), so that whoever only scrolls past is not held up; sideways it moves. Two fingers
 * zoom, one moves. Answers what ends it.
 */
export function listen(element: HTMLElement, gestures: Gestures): () => void {
  const ending = new AbortController();
  const options = { signal: ending.signal };
  const fingers = new Map<number, number>();
  let travelled = 0;
  const at = (event: MouseEvent): { x: number; y: number } => {
    const { left, top } = element.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  element.addEventListener(
    'wheel',
    (event) => {
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const [across, down] = [event.deltaX * lines, event.deltaY * lines];
      if (Math.abs(across) > Math.abs(down) || event.shiftKey) {
        event.preventDefault();
        gestures.drag(-(across === 0 ? down : across));
        return;
      }
      if (!event.ctrlKey && !event.metaKey && !element.contains(document.activeElement)) {
        gestures.wheelUnused();
        return;
      }
      event.preventDefault();
      gestures.zoom(Math.exp(-down * (event.ctrlKey && Math.abs(down) < 50 ? 0.01 : 0.0025)), at(event).x);
    },
    { ...options, passive: false },
  );
  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0 || (event.target as Element).closest('a, button') !== null) return;
      if (fingers.size === 0) travelled = 0;
      fingers.set(event.pointerId, event.clientX);
      element.setPointerCapture(event.pointerId);
    },
    options,
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      const before = fingers.get(event.pointerId);
      if (before === undefined) {
        if (event.pointerType === 'mouse') gestures.point(at(event));
        return;
      }
      const [, other] = [...fingers].find(([id]) => id !== event.pointerId) ?? [];
      fingers.set(event.pointerId, event.clientX);
      travelled += Math.abs(event.clientX - before);
      if (other === undefined) {
        if (travelled >= MOVES_AFTER) gestures.drag(event.clientX - before);
        return;
      }
      const middle = (event.clientX + other) / 2 - element.getBoundingClientRect().left;
      const [apart, wasApart] = [Math.abs(event.clientX - other), Math.abs(before - other)];
      gestures.zoom(Math.max(apart, 8) / Math.max(wasApart, 8), middle);
      gestures.drag((event.clientX - before) / 2);
    },
    options,
  );
  const end = (event: PointerEvent): void => {
    const wasDown = fingers.delete(event.pointerId);
    if (wasDown && event.type === 'pointerup' && fingers.size === 0 && travelled < MOVES_AFTER)
      gestures.click(at(event));
  };
  element.addEventListener('pointerup', end, options);
  element.addEventListener('pointercancel', end, options);
  element.addEventListener('pointerleave', () => gestures.point(null), options);
  return () => ending.abort();
}
