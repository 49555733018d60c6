'use strict';

function unavailable() {
  throw new Error('dae-nr reads no spreadsheets: save the table as CSV and use readCSV instead of readExcel.');
}

module.exports = { read: unavailable, readFile: unavailable, writeFile: unavailable, utils: {} };
