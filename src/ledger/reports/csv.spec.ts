// CSV as RFC 4180 wants it, with no cell that a spreadsheet would execute.
import { csvLine } from './csv.js';

test.each([
  ['plain cells', ['a', 1, 2n, null], 'a,1,2,\r\n'],
  ['a comma and a quote', ['a,b', 'say "hi"'], '"a,b","say ""hi"""\r\n'],
  ['line breaks', ['a\nb', 'a\r\nb'], '"a\nb","a\r\nb"\r\n'],
  ['numbers, also negative ones', ['-12.34', '+5', '0.00'], '-12.34,+5,0.00\r\n'],
  ['formulas', ['=1+1', '+A1', '-A1', '@SUM(A1)'], "'=1+1,'+A1,'-A1,'@SUM(A1)\r\n"],
  ['a tab and a return in front', ['\t=1', '\r=1'], '\'\t=1,"\'\r=1"\r\n'],
  ['a formula with a comma', ['=HYPERLINK("x","y")'], '"\'=HYPERLINK(""x"",""y"")"\r\n'],
  ['a number with something behind it', ['-1-1', '-1e3'], "'-1-1,'-1e3\r\n"],
])('%s', (_what, cells, line) => {
  expect(csvLine(cells)).toBe(line);
});
