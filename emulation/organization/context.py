"""placeholder"""
def workplace(request):
    return {"workplace": {}}
