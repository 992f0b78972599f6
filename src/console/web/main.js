import './core/theme.js';
import './parts/shell.js';
