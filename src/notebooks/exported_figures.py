"""Pictures for JupyterLab's own File > Save and Export Notebook As, which knows no live figure."""

from nbconvert.preprocessors import Preprocessor

from pictures import Drawer, illustrate


class DrawFigures(Preprocessor):
    """Puts a picture beside every live figure of the notebook that is exported."""

    def preprocess(self, nb, resources):
        illustrate(nb, Drawer())
        return nb, resources
