'use strict';

// Loaded by the notebook kernel before tslab: two of tslab's traps end in a ReferenceError whose
// dozen lines of stack do not say what to do. The hint takes their place.

/** What a ReferenceError of a cell means; the message alone where it is none of the traps. */
function explain({ message, stack }) {
  const [, name] = /^(\S+) is not defined$/.exec(message) ?? [];
  const [thrownAt = ''] = /^ +at .*$/m.exec(stack) ?? [];
  // Cells have no file; an error in a library keeps its stack.
  if (name === undefined || !thrownAt.includes('evalmachine')) return stack;
  if (name === 'await')
    return `${message}: the kernel does not see an await in brackets; write "const value = await f();" on a line of its own instead of "await (f())".`;
  return `${message}: if an earlier cell makes ${name}, an object needs its name, { ${name}: ${name} } instead of { ${name} }; else run the cell that makes it.`;
}

Object.defineProperty(ReferenceError.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value() {
    return explain(this);
  },
});
