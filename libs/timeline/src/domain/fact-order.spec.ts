import { kindOf } from './catalogue.js';
import { orderOfType } from './fact-order.js';

it('knows every kind by the order of its types', () => {
  expect([...orderOfType('case.review-accepted').after]).toEqual(['case.review-requested', 'case.filed']);
  expect(kindOf('case')?.opening).toEqual(['filed', 'review-requested']);
});
