/** Nothing is drawn: the style comes with the widget. */
export default { render() {} };
