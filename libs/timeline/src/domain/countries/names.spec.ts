import { parseEdtf } from '#libs/edtf';
import { namesInTime } from './names.js';

const at = (code: string, date?: string): string =>
  namesInTime(code, date === undefined ? { earliest: null, latest: null } : parseEdtf(date).window).join(', ');

describe('The names of a country in time', () => {
  it('are those of the state that had the code on that day', () => {
    expect(at('CS', '1960')).toBe('Czechoslovakia, Czecho-Slovakia');
    expect(at('CS', '2004-05-01')).toBe('Serbia and Montenegro');
    expect(at('SK', '1970')).toBe('Sikkim');
    expect(at('SK', '2004')).toBe('Slovakia');
    expect(at('GE', '1975')).toContain('Gilbert and Ellice Islands');
    expect(at('GE', '1992')).toBe('Georgia');
    expect(at('BQ', '2015')).toBe('Caribbean Netherlands');
  });

  it('are never those of a successor', () => {
    expect(at('SU', '1980')).toContain('Soviet Union');
    for (const date of ['1980', undefined]) {
      expect(at('SU', date)).not.toContain('Russia');
      expect(at('YU', date)).not.toContain('Serbia');
      expect(at('DD', date)).toContain('East Germany');
      expect(at('RH', date)).not.toContain('Zimbabwe');
    }
  });

  it('are all that the span leaves open, and without a span those of today', () => {
    expect(at('CS')).toBe('Czechoslovakia, Czecho-Slovakia, Serbia and Montenegro');
    expect(at('CS', '1990/2005')).toBe('Czechoslovakia, Czecho-Slovakia, Serbia and Montenegro');
    expect(at('GE')).toBe('Georgia');
    expect(at('SK', '../1974')).toBe('Sikkim');
    expect(at('MX')).toBe('Mexico');
  });
});
