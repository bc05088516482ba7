from __future__ import annotations
from tests.e2e.steward import Steward
from tests.site import Site
from tests.e2e.pages import Places, places

def desk_places(site: Site, st: Steward) -> Places:
    d=f"/dataset/{st.dataset}"; f=f"{d}/resource/{st.resource}"
    public=places(site)
    acts=site.do("package_activity_list", id=st.dataset)
    changed=next((a["id"] for a in acts if a["activity_type"]=="changed package"), acts[0]["id"])
    group=public["sector"]
    return {**public,
    "news":"/dashboard/","my-datasets":"/dashboard/datasets","my-agencies":"/dashboard/organizations","my-sectors":"/dashboard/groups",
    "profile":f"/user/{st.name}","profile-agencies":f"/user/{st.name}/organizations","profile-sectors":f"/user/{st.name}/groups","profile-activity":f"/user/activity/{st.name}","profile-followers":f"/user/followers/{st.name}",
    "settings":f"/user/edit/{st.name}","tokens":f"/user/{st.name}/api-tokens",
    "new-dataset":"/dataset/new","new-file":f"{d}/resource/new","edit-dataset":f"/dataset/edit/{st.dataset}","order-files":f"/dataset/resources/{st.dataset}",
    "edit-file":f"{f}/edit","views":f"{f}/views","dictionary":f"{d}/dictionary/{st.resource}","loading":f"{d}/resource_data/{st.resource}",
    "delete-file":f"{f}/delete","delete-dataset":f"/dataset/delete/{st.dataset}","activity":f"/dataset/activity/{st.dataset}","changes":f"/dataset/changes/{changed}",
    "old-version":f"{d}/history/{changed}",
    "followers":f"/dataset/followers/{st.dataset}","dataset-sectors":f"/dataset/groups/{st.dataset}",
    "own-dataset":d,"own-file":f,
    "agency-edit":f"/organization/edit/{st.agency}","agency-members":f"/organization/manage_members/{st.agency}","agency-members-public":f"/organization/members/{st.agency}","agency-member-new":f"/organization/member_new/{st.agency}","agency-member-edit":f"/organization/member_new/{st.agency}?user={st.name}",
    "agency-bulk":f"/organization/bulk_process/{st.agency}","agency-delete":f"/organization/delete/{st.agency}","agency-activity":f"/organization/activity/{st.agency}","agency-about":f"/organization/about/{st.agency}","agency-followers":f"/organization/followers/{st.agency}","agency-new":"/organization/new",
    "agency-member-delete":f"/organization/member_delete/{st.agency}?user={st.name}",
    "sector-edit":group.replace("/group/","/group/edit/"),"sector-members":group.replace("/group/","/group/manage_members/"),"sector-member-new":group.replace("/group/","/group/member_new/"),"sector-delete":group.replace("/group/","/group/delete/"),"sector-activity":group.replace("/group/","/group/activity/"),"sector-about":group.replace("/group/","/group/about/"),"sector-followers":group.replace("/group/","/group/followers/"),"sector-new":"/group/new",
    "users":"/user/","user-edit":f"/user/edit/{st.name}","user-delete":f"/user/delete/{st.name}","user-profile":f"/user/{st.name}",
    "admin":"/ckan-admin/","admin-config":"/ckan-admin/config","admin-trash":"/ckan-admin/trash","admin-activities":"/ckan-admin/activities","admin-reset":"/ckan-admin/reset_config","admin-trash-purge":"/ckan-admin/trash?name=package",
    }
editor=["home","search","dataset","own-dataset","own-file","sectors","sector","agencies","agency","about","not-found","news","my-datasets","my-agencies","my-sectors","profile","profile-agencies","profile-sectors","profile-activity","profile-followers","settings","tokens","new-dataset","new-file","edit-dataset","order-files","edit-file","views","dictionary","loading","delete-file","delete-dataset","activity","changes","old-version","followers","dataset-sectors"]
administrator=["agency-edit","agency-members","agency-members-public","agency-member-new","agency-member-edit","agency-bulk","agency-delete","agency-activity","agency-about","agency-followers","agency-new","agency-member-delete","sector-edit","sector-members","sector-member-new","sector-delete","sector-activity","sector-about","sector-followers","sector-new","users","user-edit","user-delete","user-profile","admin","admin-config","admin-trash","admin-activities","admin-reset","admin-trash-purge"]
