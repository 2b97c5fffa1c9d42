const { dest, src } = require('gulp');

/** Icons and codex files as they are: `encoding: false` keeps gulp from reading them as text. */
function icons() {
	return src(['icons/*.svg', 'nodes/**/*.json'], { base: '.', encoding: false }).pipe(dest('dist'));
}

exports.icons = icons;
