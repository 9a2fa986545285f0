from django import template

register = template.Library()


@register.tag
def part(parser, token):
    """`{% part facts %}…{% endpart %}` sets a part of a mail aside, and leaves its placeholder: {facts}."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(name, nodelist)


class PartNode(template.Node):
    def __init__(self, name, nodelist):
        self.name, self.nodelist = name, nodelist

    def render(self, context):
        # Outside of a part these names stand for their placeholders.
        with context.push(**context["values"]):
            context["parts"][self.name] = self.nodelist.render(context).strip()
        return f"{{{self.name}}}"
