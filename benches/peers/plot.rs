//! A plot: bars of seconds, for README.md.

use std::fmt::Write;

/// Bars under a title, in groups.
pub(crate) struct Plot {
    pub(crate) title: String,
    pub(crate) groups: Vec<(String, Vec<(String, f64)>)>,
}

impl Plot {
    /// Formats it as SVG, which adapts to a dark colour scheme.
    pub(crate) fn svg(&self) -> String {
        let most = self.groups.iter().flat_map(|(_, bars)| bars).map(|(_, value)| *value).fold(0.0, f64::max);
        let rows: usize = self.groups.iter().map(|(_, bars)| bars.len() + 2).sum();
        let height = TOP + rows * ROW;
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{0}\">\n\
             <style>text{{font:13px system-ui,sans-serif;fill:#24292f}}.t{{font-weight:600}}.b{{fill:#8c959f}}.o{{fill:#0969da}}\
             @media(prefers-color-scheme:dark){{text{{fill:#e6edf3}}.b{{fill:#6e7681}}.o{{fill:#4493f8}}}}</style>\n\
             <text class=\"t\" x=\"0\" y=\"16\">{0}</text>\n",
            self.title
        );
        let mut row = 1;
        for (group, bars) in &self.groups {
            let _ = writeln!(out, "<text class=\"t\" x=\"0\" y=\"{}\">{group}</text>", TOP + row * ROW - ROW / 2);
            for (name, value) in bars {
                let y = TOP + row * ROW;
                let width = (value / most * (WIDTH - LEFT - RIGHT) as f64).max(1.0);
                let class = if name.starts_with("casepack") { "o" } else { "b" };
                let _ = writeln!(
                    out,
                    "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{name}</text>\
                     <rect class=\"{class}\" x=\"{LEFT}\" y=\"{y}\" width=\"{width:.1}\" height=\"{}\" rx=\"2\"/>\
                     <text x=\"{:.1}\" y=\"{}\">{value:.1} s</text>",
                    LEFT - 8,
                    y + 13,
                    ROW - 6,
                    LEFT as f64 + width + 6.0,
                    y + 13
                );
                row += 1;
            }
            row += 2;
        }
        out.push_str("</svg>\n");
        out
    }
}

const WIDTH: usize = 720;
const LEFT: usize = 190;
const RIGHT: usize = 60;
const TOP: usize = 24;
const ROW: usize = 22;
