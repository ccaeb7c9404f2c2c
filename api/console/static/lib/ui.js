// The one place that names the rendering library.
export {
  html, render, useState, useEffect, useLayoutEffect, useMemo, useRef, useCallback, useErrorBoundary,
} from '../vendor/htm-preact.js';
