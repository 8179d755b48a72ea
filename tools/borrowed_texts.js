// Texts of the admin's scripts that Django lacks in a language of the site, or has wrong; collected here, used by it.

gettext('Choose %s by selecting them and then select the "Choose" arrow button.');
gettext("Type into this box to filter down the list of selected %s.");
gettext("Choose all %s");
gettext("Choose selected %s");
gettext("Remove selected %s");
gettext('Remove %s by selecting them and then select the "Remove" arrow button.');
gettext("(click to clear)");
gettext("Remove all %s");
ngettext("%s selected option not visible", "%s selected options not visible", 2);
ngettext("%(sel)s of %(cnt)s selected", "%(sel)s of %(cnt)s selected", 2);
